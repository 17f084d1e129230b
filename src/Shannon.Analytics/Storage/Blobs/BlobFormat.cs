using System.IO.Hashing;

namespace Shannon.Analytics.Storage.Blobs;

/// <summary>
/// The envelope of every BLOB, version 1: <c>version(1) flags(1) checksum(8) payload</c>. The checksum is XXH3-64 over version, flags and payload,
/// seeded with the identity; where it stands and what it covers is the same in every version, so that a damaged BLOB is told from a newer one.
/// The content passes compression, then encryption:
/// <list type="bullet">
/// <item>compressed: <c>length of the content (varint), length of the frame (varint), Zstandard frame</c>;</item>
/// <item>encrypted: <c>length of the key's id (1), the id, salt (16), counter (4), ciphertext, tag (16)</c>: AES-256-GCM with a key derived
/// from the master key and the salt by HKDF-SHA256, the counter as nonce, and version, flags and identity as associated data.</item>
/// </list>
/// </summary>
internal static class BlobFormat
{
    /// <summary>The high half marks a BLOB, the low half is the version. A bare journal block begins with another byte.</summary>
    internal const byte Version = 0xB1;

    internal const byte Compressed = 1;
    internal const byte Encrypted = 2;
    internal const byte KnownFlags = Compressed | Encrypted;

    internal const int HeaderBytes = 10;
    internal const int TagBytes = 16;
    internal const int NonceBytes = 12;
    internal const int CounterBytes = 4;

    /// <summary>Most bytes of a BLOB's content: 512 MiB.</summary>
    internal const int MaxContentBytes = 512 << 20;

    internal static bool IsBlob(ReadOnlySpan<byte> bytes) => !bytes.IsEmpty && (bytes[0] & 0xF0) == (Version & 0xF0);

    internal static ulong Checksum(in BlobIdentity identity, ReadOnlySpan<byte> blob)
    {
        long seed = identity.Seed();
        Span<byte> last = stackalloc byte[10];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(last, XxHash3.HashToUInt64(blob[HeaderBytes..], seed));
        last[8] = blob[0];
        last[9] = blob[1];
        return XxHash3.HashToUInt64(last, seed);
    }

    internal static void WriteAssociatedData(byte flags, in BlobIdentity identity, Span<byte> target)
    {
        target[0] = Version;
        target[1] = flags;
        identity.Write(target[2..]);
    }
}
