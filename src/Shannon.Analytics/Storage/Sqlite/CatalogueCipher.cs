using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Storage.Blobs;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// Keeps the catalogue of an encrypted file unreadable and still searchable: texts are found by HMAC-SHA256 under the file's lookup key, cut to
/// 16 bytes, and kept in BLOBs. Who reads the file sees whether two entries of one table are equal, no more. Thread-safe.
/// </summary>
internal sealed class CatalogueCipher : IDisposable
{
    /// <summary>Bytes of a lookup hash.</summary>
    internal const int HashBytes = 16;

    internal const int KeyBytes = 32;

    private const int MaxTextBytes = 1 << 30;
    private readonly byte[] _key;
    private readonly BlobDecoder _decoder;

    internal CatalogueCipher(ReadOnlySpan<byte> lookupKey, BlobDecoder decoder)
    {
        _key = lookupKey.ToArray();
        _decoder = decoder;
    }

    /// <summary>What a hash is of. Hashes of one text in two domains have nothing in common.</summary>
    internal enum Domain : byte
    {
        NaturalKey = 1,
        Session = 2,
        User = 3,
        State = 4,
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    internal byte[] Hash(Domain domain, string text)
    {
        byte[] hash = new byte[HashBytes];
        byte[] rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        Hash(domain, rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)), hash);
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    /// <summary>Hashes bytes into 16; both may be the same span.</summary>
    internal void Hash(Domain domain, ReadOnlySpan<byte> content, Span<byte> hash)
    {
        const int usual = 256;
        Span<byte> input = content.Length < usual ? stackalloc byte[usual] : new byte[content.Length + 1];
        input[0] = (byte)domain;
        content.CopyTo(input[1..]);
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, input[..(content.Length + 1)], full);
        full[..HashBytes].CopyTo(hash);
    }

    /// <summary>The hash by which a document is found. A kind holds no NUL character by convention; the length tells apart what would otherwise collide.</summary>
    internal byte[] HashDocument(string kind, string id) => Hash(Domain.State, FormattableString.Invariant($"{kind.Length}:{kind}{id}"));

    internal static BlobIdentity SessionIdentity(ReadOnlySpan<byte> hash) => BlobIdentity.Of(BlobKind.Session, hash);

    internal static BlobIdentity DocumentIdentity(ReadOnlySpan<byte> hash) => BlobIdentity.Of(BlobKind.State, hash);

    internal static BlobIdentity LogIdentity(string log, long id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(log), hash);
        return new BlobIdentity(BlobKind.StateLog, id, BinaryPrimitives.ReadInt32LittleEndian(hash));
    }

    /// <summary>Texts, absent ones too, as one BLOB.</summary>
    internal static byte[] Seal(BlobEncoder encoder, in BlobIdentity identity, params ReadOnlySpan<string?> texts)
    {
        using var content = new ByteWriter();
        foreach (string? text in texts)
        {
            content.WriteByte(text is null ? (byte)0 : (byte)1);
            if (text is not null)
            {
                content.WriteText(text);
            }
        }

        using var blob = new ByteWriter();
        encoder.Encode(identity, content.WrittenSpan, blob);
        return blob.WrittenSpan.ToArray();
    }

    /// <summary>Exactly <paramref name="count"/> texts from a BLOB. Works without the lookup key, so any reader may.</summary>
    internal static string?[] Unseal(BlobDecoder decoder, in BlobIdentity identity, ReadOnlySpan<byte> blob, int count)
    {
        using BlobContent content = decoder.Decode(identity, blob);
        try
        {
            var reader = new ByteReader(content.Span);
            var texts = new string?[count];
            for (int i = 0; i < count; i++)
            {
                texts[i] = reader.ReadByte() == 0 ? null : reader.ReadText(MaxTextBytes);
            }

            return reader.Remaining == 0 ? texts : throw BlobDecoder.Corrupt(identity, "bytes are left over behind its last text");
        }
        catch (CodecException error)
        {
            throw BlobDecoder.Corrupt(identity, "its texts do not fit", error);
        }
    }

    internal string?[] Unseal(in BlobIdentity identity, ReadOnlySpan<byte> blob, int count) => Unseal(_decoder, identity, blob, count);
}
