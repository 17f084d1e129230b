using System.Text;
using Shannon.Analytics.Storage.Blobs;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// Sessions in an encrypted file: <c>session</c> and <c>user_id</c> hold lookup hashes, <c>sealed</c> holds the four texts, and <c>project</c>
/// and <c>model</c> stay empty.
/// </summary>
internal static class SealedSessions
{
    private const int Texts = 4;

    internal static void Write(RawConnection connection, CatalogueCipher cipher, BlobEncoder encoder, long id, string session, string? user, string? project, string? model)
    {
        byte[] hash = cipher.Hash(CatalogueCipher.Domain.Session, session);
        RawStatement update = connection.Prepared("UPDATE sessions SET session=?2,user_id=?3,project=NULL,model=NULL,sealed=?4 WHERE id=?1")
            .Bind(1, id).Bind(2, (ReadOnlySpan<byte>)hash).Bind(4, (ReadOnlySpan<byte>)CatalogueCipher.Seal(encoder, CatalogueCipher.SessionIdentity(hash), session, user, project, model));
        if (user is not null)
        {
            update.Bind(3, (ReadOnlySpan<byte>)cipher.Hash(CatalogueCipher.Domain.User, user));
        }

        update.Run();
    }

    /// <summary>The global id of a session by its text, in a plain file too; null if no record names it.</summary>
    internal static long? Find(RawConnection connection, CatalogueCipher? cipher, string session)
    {
        RawStatement find = connection.Prepared("SELECT id FROM sessions WHERE session=?1");
        find = cipher is null ? find.Bind(1, session) : find.Bind(1, (ReadOnlySpan<byte>)cipher.Hash(CatalogueCipher.Domain.Session, session));
        long? id = find.Step() ? find.Long(0) : null;
        find.Reset();
        return id ?? FindSlowly(connection, cipher, session);
    }

    // The index says that it is not there. It may be damaged, and an empty answer would be a wrong one: so every row is looked at, and checked.
    private static long? FindSlowly(RawConnection connection, CatalogueCipher? cipher, string session)
    {
        byte[] wanted = cipher is null ? Encoding.UTF8.GetBytes(session) : cipher.Hash(CatalogueCipher.Domain.Session, session);
        long sum = 0;
        RawStatement all = connection.Prepared($"SELECT {CatalogueChecksums.SessionColumns},id FROM sessions NOT INDEXED");
        try
        {
            while (all.Step())
            {
                long id = all.Long(CatalogueChecksums.SessionId);
                sum = CatalogueSums.Add(sum, CatalogueSums.OfNumber(id));
                CatalogueChecksums.CheckSession(id, all);
                if (all.Blob(0).SequenceEqual(wanted))
                {
                    return id;
                }
            }
        }
        finally
        {
            all.Reset();
        }

        CatalogueSums.Verify(connection, CatalogueSums.Sessions, sum);
        return null;
    }

    /// <summary>The global ids of the sessions that have a user, in a plain file too, rising.</summary>
    internal static long[] FindUser(RawConnection connection, CatalogueCipher? cipher, string user)
    {
        var ids = new List<long>();
        RawStatement find = connection.Prepared("SELECT id FROM sessions NOT INDEXED WHERE user_id=?1 ORDER BY id");
        find = cipher is null ? find.Bind(1, user) : find.Bind(1, (ReadOnlySpan<byte>)cipher.Hash(CatalogueCipher.Domain.User, user));
        while (find.Step())
        {
            ids.Add(find.Long(0));
        }

        find.Reset();
        return [.. ids];
    }

    internal static SessionInfo Read(BlobDecoder decoder, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> blob)
    {
        if (hash.Length != CatalogueCipher.HashBytes)
        {
            throw BlobDecoder.Corrupt(new BlobIdentity(BlobKind.Session, 0), "its lookup hash has another length");
        }

        string?[] texts = CatalogueCipher.Unseal(decoder, CatalogueCipher.SessionIdentity(hash), blob, Texts);
        return new SessionInfo(texts[0] ?? string.Empty, texts[1], texts[2], texts[3]);
    }
}
