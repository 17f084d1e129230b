using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Storage.Encryption;

namespace Shannon.Analytics.Storage.Blobs;

/// <summary>
/// The pipeline backwards: checksum, decryption, decompression. Whatever does not fit is a typed error that names the BLOB; nothing of it is returned.
/// Thread-safe.
/// </summary>
internal sealed class BlobDecoder(KeyRing keys) : IDisposable
{
    private readonly BlobDecryptor _decryptor = new(keys);

    /// <summary>Forgets all derived keys.</summary>
    public void Dispose() => _decryptor.Dispose();

    /// <summary>Checks a BLOB and returns its content. Dispose of it: it may be pooled.</summary>
    /// <exception cref="StoreCorruptException">The bytes are damaged, or belong elsewhere.</exception>
    /// <exception cref="StoreVersionException">A newer release wrote them.</exception>
    /// <exception cref="EncryptionKeyException">The key they name is not there.</exception>
    internal BlobContent Decode(in BlobIdentity identity, ReadOnlySpan<byte> blob)
    {
        byte flags = Check(identity, blob);
        ReadOnlySpan<byte> payload = blob[BlobFormat.HeaderBytes..];
        if ((flags & BlobFormat.Encrypted) == 0)
        {
            return (flags & BlobFormat.Compressed) == 0 ? new BlobContent(payload) : Decompress(identity, payload);
        }

        int length = BlobDecryptor.ContentBytes(identity, payload);
        byte[] plain = ArrayPool<byte>.Shared.Rent(length);
        bool handedOut = false;
        try
        {
            _decryptor.Decrypt(identity, flags, payload, plain.AsSpan(0, length));
            if ((flags & BlobFormat.Compressed) != 0)
            {
                return Decompress(identity, plain.AsSpan(0, length));
            }

            handedOut = true;
            return new BlobContent(plain, length);
        }
        finally
        {
            if (!handedOut)
            {
                ArrayPool<byte>.Shared.Return(plain);
            }
        }
    }

    /// <summary>The same for bytes that are the caller's own: what is encrypted is decrypted where it stands, and its content is valid as long as they are.</summary>
    /// <inheritdoc cref="Decode" path="/exception"/>
    internal BlobContent DecodeInPlace(in BlobIdentity identity, Span<byte> blob)
    {
        byte flags = Check(identity, blob);
        Span<byte> payload = blob[BlobFormat.HeaderBytes..];
        if ((flags & BlobFormat.Encrypted) == 0)
        {
            return (flags & BlobFormat.Compressed) == 0 ? new BlobContent(payload) : Decompress(identity, payload);
        }

        int length = BlobDecryptor.ContentBytes(identity, payload);
        Span<byte> content = payload.Slice(payload.Length - BlobFormat.TagBytes - length, length);
        _decryptor.Decrypt(identity, flags, payload, content);
        return (flags & BlobFormat.Compressed) == 0 ? new BlobContent(content) : Decompress(identity, content);
    }

    /// <summary>The id of the key that a sound BLOB is encrypted with; null if it is not.</summary>
    /// <exception cref="StoreCorruptException">The bytes are damaged, or belong elsewhere.</exception>
    /// <exception cref="StoreVersionException">A newer release wrote them.</exception>
    internal static string? KeyIdOf(in BlobIdentity identity, ReadOnlySpan<byte> blob)
    {
        if ((Check(identity, blob) & BlobFormat.Encrypted) == 0)
        {
            return null;
        }

        ReadOnlySpan<byte> payload = blob[BlobFormat.HeaderBytes..];
        _ = BlobDecryptor.ContentBytes(identity, payload);
        return Encoding.ASCII.GetString(payload.Slice(1, payload[0]));
    }

    internal static StoreCorruptException Corrupt(in BlobIdentity identity, string what, Exception? cause = null) =>
        new($"{identity} is damaged: {what}. Nothing of it is returned. Restore the file from a backup.", cause);

    // The checksum first: it stands at the same place in every version, so that damage is not taken for a newer one.
    private static byte Check(in BlobIdentity identity, ReadOnlySpan<byte> blob)
    {
        if (blob.Length < BlobFormat.HeaderBytes)
        {
            throw Corrupt(identity, "it is shorter than its header");
        }

        if (BinaryPrimitives.ReadUInt64LittleEndian(blob[2..]) != BlobFormat.Checksum(identity, blob))
        {
            throw Corrupt(identity, "its checksum does not match");
        }

        byte flags = blob[1];
        return blob[0] == BlobFormat.Version && (flags & ~BlobFormat.KnownFlags) == 0
            ? flags
            : throw new StoreVersionException($"{identity} has format version 0x{blob[0]:X2} with flags 0x{flags:X2}; this release reads version 0x{BlobFormat.Version:X2} with flags up to 0x{BlobFormat.KnownFlags:X2}. Update Shannon.Analytics.");
    }

    private static BlobContent Decompress(in BlobIdentity identity, ReadOnlySpan<byte> payload)
    {
        byte[]? content = null;
        try
        {
            var reader = new ByteReader(payload);
            int length = reader.ReadCount(BlobFormat.MaxContentBytes);
            ReadOnlySpan<byte> frame = Zstandard.ReadFrame(ref reader, length);
            if (reader.Remaining != 0)
            {
                throw new CodecException("Bytes are left over behind the frame.");
            }

            content = ArrayPool<byte>.Shared.Rent(length);
            Zstandard.Decompress(frame, content.AsSpan(0, length));
            return new BlobContent(content, length);
        }
        catch (CodecException error)
        {
            if (content is not null)
            {
                ArrayPool<byte>.Shared.Return(content);
            }

            throw Corrupt(identity, "its compressed content does not fit", error);
        }
    }
}
