using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Storage.Encryption;

namespace Shannon.Analytics.Storage.Blobs;

/// <summary>
/// Encrypts BLOBs for one writer: each opening of a store and each segment has its own. Used by one thread at a time.
/// Invariant: no key ever meets a nonce twice. A derived key belongs to a salt drawn at random here and used nowhere else, and the counter that
/// serves as nonce only rises, one step before each use, whatever becomes of what was encrypted. When it ends, a fresh salt follows.
/// </summary>
internal sealed class BlobEncryptor : IDisposable
{
    /// <summary>BLOBs under one derived key; also keeps the counter far from its end.</summary>
    internal const uint MaxMessages = 1u << 31;

    /// <summary>Bytes under one derived key: 2^40, where GCM's bound for telling ciphertext from noise is still below 2^-56.</summary>
    internal const long MaxBytes = 1L << 40;

    private readonly EncryptionKey _key;
    private readonly byte[] _prefix;
    private AesGcm _aes;
    private uint _counter;
    private long _bytes;

    /// <param name="key">The master key.</param>
    /// <param name="firstCounter">Where the counter starts; only tests set it.</param>
    internal BlobEncryptor(EncryptionKey key, uint firstCounter = 0)
    {
        _key = key;
        _counter = firstCounter;
        _prefix = new byte[1 + key.Id.Length + KeyDerivation.SaltBytes];
        _prefix[0] = (byte)key.Id.Length;
        Encoding.ASCII.GetBytes(key.Id, _prefix.AsSpan(1));
        _aes = WithFreshSalt();
    }

    internal string KeyId => _key.Id;

    public void Dispose() => _aes.Dispose();

    /// <summary>Appends key id, salt, counter, ciphertext and tag.</summary>
    internal void Encrypt(in BlobIdentity identity, byte flags, ReadOnlySpan<byte> content, ByteWriter output)
    {
        if (_counter >= MaxMessages || _bytes > MaxBytes - content.Length)
        {
            _aes.Dispose();
            _aes = WithFreshSalt();
            _counter = 0;
            _bytes = 0;
        }

        uint counter = ++_counter;
        _bytes += content.Length;
        Span<byte> nonce = stackalloc byte[BlobFormat.NonceBytes];
        nonce.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(nonce, counter);
        Span<byte> associated = stackalloc byte[2 + BlobIdentity.Bytes];
        BlobFormat.WriteAssociatedData(flags, identity, associated);

        output.WriteBytes(_prefix);
        output.WriteUInt32(counter);
        Span<byte> target = output.GetSpan(content.Length + BlobFormat.TagBytes)[..(content.Length + BlobFormat.TagBytes)];
        _aes.Encrypt(nonce, content, target[..content.Length], target[content.Length..], associated);
        output.Advance(target.Length);
    }

    private AesGcm WithFreshSalt()
    {
        Span<byte> salt = _prefix.AsSpan(_prefix.Length - KeyDerivation.SaltBytes);
        RandomNumberGenerator.Fill(salt);
        Span<byte> derived = stackalloc byte[EncryptionKey.Length];
        KeyDerivation.Derive(_key, salt, KeyDerivation.Blobs, derived);
        var aes = new AesGcm(derived, BlobFormat.TagBytes);
        CryptographicOperations.ZeroMemory(derived);
        return aes;
    }
}
