using Shannon.Analytics.Storage.Blobs;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// Encrypts a catalogue that was plain, in the transaction that makes the file an encrypted one: sessions, documents, logs and natural keys.
/// Blocks of records stay as they are until they are rewritten.
/// </summary>
internal static class CatalogueConversion
{
    /// <returns>True if there was anything to convert.</returns>
    internal static bool Run(RawConnection connection, CatalogueCipher cipher, BlobEncoder encoder)
    {
        bool any = connection.Scalar("SELECT EXISTS(SELECT 1 FROM journal)") != 0;
        any |= Sessions(connection, cipher, encoder);
        any |= Documents(connection, cipher, encoder);
        any |= Logs(connection, encoder);
        any |= Keys(connection, cipher);
        return any;
    }

    private static bool Sessions(RawConnection connection, CatalogueCipher cipher, BlobEncoder encoder)
    {
        long last = long.MinValue;
        RawStatement next = connection.Prepared("SELECT id,session,user_id,project,model FROM sessions WHERE id>?1 ORDER BY id LIMIT 1");
        while (next.Bind(1, last).Step())
        {
            last = next.Long(0);
            string session = next.Text(1);
            string? user = next.TextOrNull(2);
            string? project = next.TextOrNull(3);
            string? model = next.TextOrNull(4);
            next.Reset();
            SealedSessions.Write(connection, cipher, encoder, last, session, user, project, model);
            CatalogueChecksums.WriteSession(connection, last);
        }

        return last != long.MinValue;
    }

    private static bool Documents(RawConnection connection, CatalogueCipher cipher, BlobEncoder encoder)
    {
        // Their ids are their places in the table, so all are read before the first is moved.
        var documents = new List<(string Kind, string Id)>();
        RawStatement list = connection.Prepared("SELECT kind,id FROM state");
        while (list.Step())
        {
            documents.Add((list.Text(0), list.Text(1)));
        }

        RawStatement read = connection.Prepared("SELECT value FROM state WHERE kind=?1 AND id=?2");
        foreach (var (kind, id) in documents)
        {
            read.Bind(1, kind).Bind(2, id).Step();
            string value = read.Text(0);
            read.Reset();
            byte[] hash = cipher.HashDocument(kind, id);
            connection.Prepared("UPDATE state SET id=?3,value=?4 WHERE kind=?1 AND id=?2")
                .Bind(1, kind).Bind(2, id).Bind(3, (ReadOnlySpan<byte>)hash).Bind(4, (ReadOnlySpan<byte>)CatalogueCipher.Seal(encoder, CatalogueCipher.DocumentIdentity(hash), id, value)).Run();
        }

        return documents.Count > 0;
    }

    private static bool Logs(RawConnection connection, BlobEncoder encoder)
    {
        long last = 0;
        RawStatement next = connection.Prepared("SELECT id,log,value FROM state_log WHERE id>?1 ORDER BY id LIMIT 1");
        while (next.Bind(1, last).Step())
        {
            last = next.Long(0);
            string log = next.Text(1);
            string value = next.Text(2);
            next.Reset();
            connection.Prepared("UPDATE state_log SET value=?2 WHERE id=?1")
                .Bind(1, last).Bind(2, (ReadOnlySpan<byte>)CatalogueCipher.Seal(encoder, CatalogueCipher.LogIdentity(log, last), value)).Run();
        }

        return last != 0;
    }

    // A plain file keeps hashes too, but ones that anybody can compute for a key he guesses. These are hashed once more, with the lookup key.
    private static bool Keys(RawConnection connection, CatalogueCipher cipher)
    {
        if (connection.Scalar("SELECT EXISTS(SELECT 1 FROM keys)") == 0)
        {
            return false;
        }

        connection.Run("CREATE TABLE keys_converted(hash BLOB NOT NULL PRIMARY KEY, id INTEGER NOT NULL, rank INTEGER NOT NULL, alias INTEGER) WITHOUT ROWID");
        Span<byte> hash = stackalloc byte[KeyTable.HashBytes];
        using (var read = new RawStatement(connection.Handle, "SELECT hash,id,rank,alias FROM keys"))
        using (var write = new RawStatement(connection.Handle, "INSERT INTO keys_converted(hash,id,rank,alias) VALUES(?1,?2,?3,?4)"))
        {
            while (read.Step())
            {
                cipher.Hash(CatalogueCipher.Domain.NaturalKey, read.Blob(0), hash);
                write.Bind(1, (ReadOnlySpan<byte>)hash).Bind(2, read.Long(1)).Bind(3, read.Long(2)).Bind(4, read.LongOrNull(3)).Run();
            }
        }

        connection.Run("DROP TABLE keys");
        connection.Run("ALTER TABLE keys_converted RENAME TO keys");
        connection.Run("CREATE INDEX keys_alias ON keys(id) WHERE alias IS NOT NULL");
        return true;
    }
}
