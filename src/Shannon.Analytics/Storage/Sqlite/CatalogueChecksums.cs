using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>A checksum for each row of the catalogue that queries read by its id: metric names and sessions.</summary>
internal static class CatalogueChecksums
{
    /// <summary>Part of the step from version 2 of the catalogue; <see cref="Fill"/> follows.</summary>
    internal const string Migration = """
        ALTER TABLE names ADD COLUMN checksum INTEGER;
        ALTER TABLE sessions ADD COLUMN checksum INTEGER;
        """;

    /// <summary>The columns of a session that <see cref="OfSession"/> covers, in its order, and its checksum.</summary>
    internal const string SessionColumns = "session,user_id,project,model,sealed,user_at,project_at,model_at,checksum";

    private const int SessionParts = 8;
    private const int SessionChecksum = 8;

    /// <summary>Where a session's id stands that is selected behind its columns.</summary>
    internal const int SessionId = 9;

    /// <summary>Gives every row that is there its checksum.</summary>
    internal static void Fill(RawConnection connection)
    {
        foreach (long id in Ids(connection, "SELECT id FROM names"))
        {
            RawStatement find = connection.Prepared("SELECT category,name FROM names WHERE id=?1").Bind(1, id);
            find.Step();
            long checksum = OfName(id, new MetricName((Metrics.MetricCategory)find.Long(0), find.Text(1)));
            find.Reset();
            connection.Prepared("UPDATE names SET checksum=?2 WHERE id=?1").Bind(1, id).Bind(2, checksum).Run();
        }

        foreach (long id in Ids(connection, "SELECT id FROM sessions"))
        {
            WriteSession(connection, id);
        }
    }

    internal static long OfName(long id, MetricName name)
    {
        var hash = new XxHash3();
        Append(hash, id);
        Append(hash, (long)name.Category);
        hash.Append(Encoding.UTF8.GetBytes(name.Name));
        return (long)hash.GetCurrentHashAsUInt64();
    }

    /// <summary>Gives a session that was just written its checksum.</summary>
    internal static void WriteSession(RawConnection connection, long id)
    {
        RawStatement find = connection.Prepared($"SELECT {SessionColumns} FROM sessions WHERE id=?1").Bind(1, id);
        find.Step();
        long checksum = OfSession(id, find);
        find.Reset();
        connection.Prepared("UPDATE sessions SET checksum=?2 WHERE id=?1").Bind(1, id).Bind(2, checksum).Run();
    }

    /// <summary>Checks a row that was selected by <see cref="SessionColumns"/>.</summary>
    /// <exception cref="StoreCorruptException">It is damaged.</exception>
    internal static void CheckSession(long id, RawStatement row)
    {
        if (row.Long(SessionChecksum) != OfSession(id, row))
        {
            throw Damaged("session", id);
        }
    }

    internal static StoreCorruptException Damaged(string what, long id) =>
        new(FormattableString.Invariant($"The catalogue's entry of {what} {id} is damaged: its checksum does not match. Restore the file from a backup."));

    private static long OfSession(long id, RawStatement row)
    {
        var hash = new XxHash3();
        Append(hash, id);
        for (int column = 0; column < SessionParts; column++)
        {
            // Texts and BLOBs as they lie there, numbers as text; each with its length, and absent ones told from empty ones.
            bool absent = row.IsNull(column);
            ReadOnlySpan<byte> bytes = row.Blob(column);
            Append(hash, absent ? -1 : bytes.Length);
            hash.Append(bytes);
        }

        return (long)hash.GetCurrentHashAsUInt64();
    }

    private static void Append(XxHash3 hash, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        hash.Append(bytes);
    }

    private static List<long> Ids(RawConnection connection, string sql)
    {
        var ids = new List<long>();
        RawStatement select = connection.Prepared(sql);
        while (select.Step())
        {
            ids.Add(select.Long(0));
        }

        return ids;
    }
}
