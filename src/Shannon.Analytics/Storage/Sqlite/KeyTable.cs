using System.Security.Cryptography;
using System.Text;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// Natural keys, looked up inside the commit: which record holds a key, and with what rank. Keys are kept as the first 16 bytes of
/// their SHA-256, so that no one can craft two keys that collide; in an encrypted file these are hashed once more, with the file's lookup key,
/// so that no one can find out a key by guessing. An alias stands in the same table; records do not know theirs, so those are found again by the record's id.
/// </summary>
internal static class KeyTable
{
    internal const int HashBytes = 16;

    /// <summary>The step from version 3 of the catalogue.</summary>
    internal const string Migration = """
        ALTER TABLE keys ADD COLUMN alias INTEGER;
        CREATE INDEX keys_alias ON keys(id) WHERE alias IS NOT NULL;
        """;

    /// <summary>What is known of one key.</summary>
    internal readonly record struct Holder(long Id, long Rank, bool IsAlias = false);

    internal static void Hash(string key, CatalogueCipher? cipher, Span<byte> hash)
    {
        const int usual = 512;
        Span<byte> utf8 = key.Length <= usual / 3 ? stackalloc byte[usual] : new byte[key.Length * 3];
        Span<byte> full = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(key, utf8)], full);
        full[..HashBytes].CopyTo(hash);
        cipher?.Hash(CatalogueCipher.Domain.NaturalKey, hash, hash);
    }

    internal static Holder? Find(RawConnection connection, ReadOnlySpan<byte> hash)
    {
        RawStatement find = connection.Prepared("SELECT id,rank,alias FROM keys WHERE hash=?1").Bind(1, hash);
        if (!find.Step())
        {
            return null;
        }

        var holder = new Holder(find.Long(0), find.Long(1), !find.IsNull(2));
        find.Reset();
        return holder;
    }

    /// <summary>Writes down who holds a key that nobody holds.</summary>
    /// <returns>False if someone does; then nothing changes.</returns>
    internal static bool TryAdd(RawConnection connection, ReadOnlySpan<byte> hash, Holder holder)
    {
        connection.Prepared("INSERT INTO keys(hash,id,rank,alias) VALUES(?1,?2,?3,?4) ON CONFLICT(hash) DO NOTHING")
            .Bind(1, hash).Bind(2, holder.Id).Bind(3, holder.Rank).Bind(4, holder.IsAlias ? 1 : (long?)null).Run();
        return SQLitePCL.raw.sqlite3_changes(connection.Handle) > 0;
    }

    internal static void Set(RawConnection connection, ReadOnlySpan<byte> hash, Holder holder) =>
        connection.Prepared("INSERT INTO keys(hash,id,rank,alias) VALUES(?1,?2,?3,?4) ON CONFLICT(hash) DO UPDATE SET id=excluded.id, rank=excluded.rank, alias=excluded.alias")
            .Bind(1, hash).Bind(2, holder.Id).Bind(3, holder.Rank).Bind(4, holder.IsAlias ? 1 : (long?)null).Run();

    /// <summary>Forgets a key that a record held, unless another record holds it by now.</summary>
    internal static void Remove(RawConnection connection, ReadOnlySpan<byte> hash, long id) =>
        connection.Prepared("DELETE FROM keys WHERE hash=?1 AND id=?2").Bind(1, hash).Bind(2, id).Run();

    /// <summary>Forgets the aliases of a record.</summary>
    internal static void RemoveAliases(RawConnection connection, long id) =>
        connection.Prepared("DELETE FROM keys WHERE id=?1 AND alias IS NOT NULL").Bind(1, id).Run();

    /// <summary>A record is replaced: its aliases are those of the other one from now on.</summary>
    internal static void MarkDead(RawConnection connection, long id, long replacedBy)
    {
        connection.Prepared("INSERT INTO dead(id,replaced_by) VALUES(?1,?2)").Bind(1, id).Bind(2, replacedBy).Run();
        connection.Prepared("UPDATE keys SET id=?2 WHERE id=?1 AND alias IS NOT NULL").Bind(1, id).Bind(2, replacedBy).Run();
    }
}
