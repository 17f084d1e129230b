using System.Security.Cryptography;
using Shannon.Analytics.Storage.Encryption;

namespace Shannon.Analytics.Storage.Blobs;

/// <summary>
/// One derived key for decryption, with a few ciphers at rest: a cipher serves one thread at a time, and making one costs more than decrypting
/// a small BLOB. Thread-safe.
/// </summary>
internal sealed class DerivedKey : IDisposable
{
    private readonly byte[] _prefix;
    private readonly byte[] _key = new byte[EncryptionKey.Length];
    private readonly AesGcm?[] _resting = new AesGcm?[4];
    private volatile bool _disposed;

    internal DerivedKey(EncryptionKey key, ReadOnlySpan<byte> prefix)
    {
        _prefix = prefix.ToArray();
        KeyDerivation.Derive(key, prefix[^KeyDerivation.SaltBytes..], KeyDerivation.Blobs, _key);
    }

    /// <summary>Whether it belongs to this key id and salt.</summary>
    internal bool Is(ReadOnlySpan<byte> prefix) => prefix.SequenceEqual(_prefix);

    internal AesGcm Rent()
    {
        for (int i = 0; i < _resting.Length; i++)
        {
            if (_resting[i] is not null && Interlocked.Exchange(ref _resting[i], null) is { } cipher)
            {
                return cipher;
            }
        }

        ObjectDisposedException.ThrowIf(_disposed, this);
        return new AesGcm(_key, BlobFormat.TagBytes);
    }

    internal void Return(AesGcm cipher)
    {
        for (int i = 0; i < _resting.Length && !_disposed; i++)
        {
            if (_resting[i] is null && Interlocked.CompareExchange(ref _resting[i], cipher, null) is null)
            {
                return;
            }
        }

        cipher.Dispose();
    }

    /// <summary>The key is gone from memory afterwards. Ciphers in use are disposed of when they come back.</summary>
    public void Dispose()
    {
        _disposed = true;
        for (int i = 0; i < _resting.Length; i++)
        {
            Interlocked.Exchange(ref _resting[i], null)?.Dispose();
        }

        CryptographicOperations.ZeroMemory(_key);
    }
}
