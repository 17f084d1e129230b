using System.Text;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blobs;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// How the texts of documents and logs stand in their tables: as text in a plain file; in an encrypted one a document's id is a lookup hash, and id
/// and value are in a BLOB. The kinds of documents and the names of logs are words of the library and stay readable.
/// </summary>
/// <param name="cipher">Null for a plain file.</param>
/// <param name="encoder">Needed for writing into an encrypted one.</param>
internal readonly struct StateText(CatalogueCipher? cipher, BlobEncoder? encoder)
{
    internal object Id(string kind, string id) => cipher is null ? id : cipher.HashDocument(kind, id);

    internal object Value(string kind, string id, string value) =>
        cipher is null ? value : CatalogueCipher.Seal(encoder!, CatalogueCipher.DocumentIdentity(cipher.HashDocument(kind, id)), id, value);

    internal object LogValue(string log, long id, string value) => cipher is null ? value : CatalogueCipher.Seal(encoder!, CatalogueCipher.LogIdentity(log, id), value);

    internal StateEntry Document(string kind, byte[] id, long version, byte[] value, long updatedAt)
    {
        if (cipher is null)
        {
            return new StateEntry(kind, Encoding.UTF8.GetString(id), version, Encoding.UTF8.GetString(value), UnixMicros.ToTime(updatedAt));
        }

        BlobIdentity identity = id.Length == CatalogueCipher.HashBytes ? CatalogueCipher.DocumentIdentity(id) : throw BlobDecoder.Corrupt(new BlobIdentity(BlobKind.State, 0), "its lookup hash has another length");
        string?[] texts = cipher.Unseal(identity, value, 2);
        return new StateEntry(kind, texts[0] ?? string.Empty, version, texts[1] ?? string.Empty, UnixMicros.ToTime(updatedAt));
    }

    internal string LogValue(string log, long id, byte[] value) =>
        cipher is null ? Encoding.UTF8.GetString(value) : cipher.Unseal(CatalogueCipher.LogIdentity(log, id), value, 1)[0] ?? string.Empty;

    /// <summary>By id as SQLite orders text, by its bytes; the hashes of an encrypted file come in another order.</summary>
    internal IReadOnlyList<StateEntry> InOrder(StateEntry[] entries)
    {
        if (cipher is not null)
        {
            Array.Sort(entries, static (a, b) => Encoding.UTF8.GetBytes(a.Id).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b.Id)));
        }

        return entries;
    }
}
