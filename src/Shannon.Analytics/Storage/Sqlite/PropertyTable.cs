using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// What a file is for good, whoever opens it: compressed, encrypted. Properties are only ever added, so a process that knows one need not ask again.
/// </summary>
internal static class PropertyTable
{
    /// <summary>The step from version 1 of the catalogue: the table, and where an encrypted file keeps the texts of a session.</summary>
    internal const string Migration = """
        CREATE TABLE properties(name TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
        ALTER TABLE sessions ADD COLUMN sealed BLOB;
        """;

    private const string Compression = "compression";
    private const string LookupKey = "lookup_key";

    internal static bool IsCompressed(RawConnection connection) => Find(connection, Compression) is not null;

    /// <summary>The key of the lookup hashes as a BLOB; there exactly when the file is encrypted.</summary>
    internal static byte[]? FindLookupKey(RawConnection connection) => Find(connection, LookupKey);

    internal static void SetCompressed(RawConnection connection) => Add(connection, Compression, [1]);

    internal static void SetLookupKey(RawConnection connection, ReadOnlySpan<byte> blob) => Add(connection, LookupKey, blob);

    private static byte[]? Find(RawConnection connection, string name)
    {
        RawStatement find = connection.Prepared("SELECT value FROM properties WHERE name=?1").Bind(1, name);
        if (!find.Step())
        {
            return null;
        }

        byte[] value = find.Blob(0).ToArray();
        find.Reset();
        return value.Length > 0 ? value : throw new StoreCorruptException($"The property '{name}' of the catalogue is empty. Restore the file from a backup.");
    }

    private static void Add(RawConnection connection, string name, ReadOnlySpan<byte> value) =>
        connection.Prepared("INSERT OR IGNORE INTO properties(name,value) VALUES(?1,?2)").Bind(1, name).Bind(2, value).Run();
}
