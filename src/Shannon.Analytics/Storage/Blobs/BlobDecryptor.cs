using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage.Encryption;

namespace Shannon.Analytics.Storage.Blobs;

/// <summary>Decrypts what any <see cref="BlobEncryptor"/> wrote, remembering derived keys. Thread-safe.</summary>
internal sealed class BlobDecryptor(KeyRing keys) : IDisposable
{
    /// <summary>Derived keys remembered; about 300 bytes each.</summary>
    private const int MaxKeys = 4096;

    private readonly ConcurrentDictionary<UInt128, DerivedKey> _bySalt = new();

    /// <summary>Bytes of the content that an encrypted payload holds.</summary>
    internal static int ContentBytes(in BlobIdentity identity, ReadOnlySpan<byte> payload)
    {
        int overhead = payload.IsEmpty ? int.MaxValue : 1 + payload[0] + KeyDerivation.SaltBytes + BlobFormat.CounterBytes + BlobFormat.TagBytes;
        return payload.Length >= overhead ? payload.Length - overhead : throw BlobDecoder.Corrupt(identity, "its encryption header is cut short");
    }

    /// <summary>Decrypts into <paramref name="content"/>, which has exactly the room: elsewhere, or just where the encrypted content stands.</summary>
    internal void Decrypt(in BlobIdentity identity, byte flags, ReadOnlySpan<byte> payload, Span<byte> content)
    {
        int prefixBytes = 1 + payload[0] + KeyDerivation.SaltBytes;
        DerivedKey key = Find(identity, payload[..prefixBytes]);
        Span<byte> nonce = stackalloc byte[BlobFormat.NonceBytes];
        nonce.Clear();
        payload.Slice(prefixBytes, BlobFormat.CounterBytes).CopyTo(nonce);
        Span<byte> associated = stackalloc byte[2 + BlobIdentity.Bytes];
        BlobFormat.WriteAssociatedData(flags, identity, associated);
        ReadOnlySpan<byte> body = payload[(prefixBytes + BlobFormat.CounterBytes)..];
        AesGcm cipher = key.Rent();
        try
        {
            cipher.Decrypt(nonce, body[..content.Length], body[content.Length..], content, associated);
        }
        catch (AuthenticationTagMismatchException error)
        {
            throw new StoreCorruptException($"{identity} cannot be decrypted: it was altered, or the key '{Encoding.ASCII.GetString(payload.Slice(1, payload[0]))}' is not the one it was encrypted with. Nothing of it is returned. Put the right key file back, or restore the file from a backup.", error);
        }
        finally
        {
            key.Return(cipher);
        }
    }

    /// <summary>Forgets all derived keys.</summary>
    public void Dispose()
    {
        foreach (UInt128 salt in _bySalt.Keys)
        {
            if (_bySalt.TryRemove(salt, out DerivedKey? key))
            {
                key.Dispose();
            }
        }
    }

    private DerivedKey Find(in BlobIdentity identity, ReadOnlySpan<byte> prefix)
    {
        UInt128 salt = BinaryPrimitives.ReadUInt128LittleEndian(prefix[^KeyDerivation.SaltBytes..]);
        if (_bySalt.TryGetValue(salt, out DerivedKey? known) && known.Is(prefix))
        {
            return known;
        }

        string id = Encoding.ASCII.GetString(prefix[1..^KeyDerivation.SaltBytes]);
        if (!EncryptionKey.IsId(id))
        {
            throw BlobDecoder.Corrupt(identity, "its encryption header names no key");
        }

        var derived = new DerivedKey(keys.Get(id), prefix);
        if (_bySalt.Count >= MaxKeys)
        {
            // Not disposed: another thread may be about to use one.
            _bySalt.Clear();
        }

        _bySalt[salt] = derived;
        return derived;
    }
}
