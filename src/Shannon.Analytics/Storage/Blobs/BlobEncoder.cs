using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Storage.Blobs;

/// <summary>
/// The pipeline that every BLOB passes on its way to the file: content, compression where it pays, encryption, checksum.
/// Used by one thread at a time; needs no memory per BLOB once its buffers have grown.
/// </summary>
internal sealed class BlobEncoder : IDisposable
{
    /// <summary>Shorter content is never worth a frame.</summary>
    private const int MinCompressedBytes = 64;

    private readonly bool _compress;
    private readonly BlobEncryptor? _encryptor;
    private readonly ByteWriter _packed = new();

    /// <param name="compress">Whether to try.</param>
    /// <param name="encryptor">Encrypts, if not null. Belongs to the encoder from here on.</param>
    internal BlobEncoder(bool compress, BlobEncryptor? encryptor)
    {
        _compress = compress;
        _encryptor = encryptor;
    }

    public void Dispose()
    {
        _packed.Dispose();
        _encryptor?.Dispose();
    }

    /// <summary>Appends the BLOB to <paramref name="output"/>.</summary>
    /// <exception cref="ArgumentException">The content is larger than a BLOB can be.</exception>
    internal void Encode(in BlobIdentity identity, ReadOnlySpan<byte> content, ByteWriter output)
    {
        if (content.Length > BlobFormat.MaxContentBytes)
        {
            throw new ArgumentException(FormattableString.Invariant($"{identity} has {content.Length} bytes; a BLOB holds at most {BlobFormat.MaxContentBytes}."), nameof(content));
        }

        byte flags = 0;
        if (_compress && TryCompress(content))
        {
            content = _packed.WrittenSpan;
            flags |= BlobFormat.Compressed;
        }

        flags |= _encryptor is null ? (byte)0 : BlobFormat.Encrypted;
        int start = output.Length;
        output.WriteByte(BlobFormat.Version);
        output.WriteByte(flags);
        output.WriteUInt64(0);
        if (_encryptor is null)
        {
            output.WriteBytes(content);
        }
        else
        {
            _encryptor.Encrypt(identity, flags, content, output);
        }

        ulong checksum = BlobFormat.Checksum(identity, output.WrittenSpan[start..]);
        output.PatchUInt32(start + 2, (uint)checksum);
        output.PatchUInt32(start + 6, (uint)(checksum >> 32));
    }

    // A sixteenth saved pays for decompressing it on every read.
    private bool TryCompress(ReadOnlySpan<byte> content)
    {
        if (content.Length < MinCompressedBytes)
        {
            return false;
        }

        _packed.Reset();
        _packed.WriteVarUInt((ulong)content.Length);
        return Zstandard.TryCompress(content, content.Length - (content.Length / 16) - _packed.Length, _packed);
    }
}
