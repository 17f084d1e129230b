using System.Security.Cryptography;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Storage.Blobs;
using Shannon.Analytics.Storage.Encryption;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// What one store object knows of its file's compression and encryption: its keys, and how to read BLOBs and the catalogue. Thread-safe.
/// Invariant: once a file is encrypted it stays so, whoever opens it.
/// </summary>
internal sealed class StoreProtection : IDisposable
{
    private static readonly BlobIdentity LookupKeyIdentity = new(BlobKind.LookupKey, 1);
    private readonly Lock _lock = new();
    private volatile CatalogueCipher? _cipher;

    internal StoreProtection(IKeyProvider provider)
    {
        Ring = new KeyRing(provider);
        Decoder = new BlobDecoder(Ring);
    }

    internal KeyRing Ring { get; }

    /// <summary>Reads every BLOB of the file.</summary>
    internal BlobDecoder Decoder { get; }

    public void Dispose()
    {
        _cipher?.Dispose();
        Decoder.Dispose();
    }

    /// <summary>How the catalogue of the snapshot that <paramref name="connection"/> has open is encrypted; null if it is plain.</summary>
    /// <exception cref="EncryptionKeyException">It is encrypted, and the key cannot be had.</exception>
    internal CatalogueCipher? CipherOf(RawConnection connection)
    {
        // Asked of every snapshot: an older one may still be plain.
        return PropertyTable.FindLookupKey(connection) is { } blob ? _cipher ?? Unlock(blob) : null;
    }

    /// <summary>The id of the key that the file is encrypted with; null if it is plain.</summary>
    internal static string? KeyIdOf(RawConnection connection) => PropertyTable.FindLookupKey(connection) is { } blob ? KeyIdIn(blob) : null;

    /// <summary>Encodes the BLOBs of one writer, as the file demands: one for each opening of a store and each segment. Null for a plain file, whose blocks stand bare.</summary>
    internal BlobEncoder? NewEncoder(RawConnection connection)
    {
        bool compress = PropertyTable.IsCompressed(connection);
        string? keyId = KeyIdOf(connection);
        return compress || keyId is not null ? new BlobEncoder(compress, keyId is null ? null : new BlobEncryptor(Ring.CurrentOr(keyId))) : null;
    }

    /// <summary>Makes the file compressed or encrypted, or both, inside a transaction of the writer. What it is already it stays.</summary>
    /// <param name="connection">The writer's.</param>
    /// <param name="compress">Compress from now on.</param>
    /// <param name="encrypt">Encrypt from now on.</param>
    /// <param name="cipher">Of the catalogue, if this transaction encrypted it: not remembered here, since it may yet be rolled back.</param>
    /// <returns>True if texts were in the file that now are not: the write-ahead log still holds them.</returns>
    internal bool Apply(RawConnection connection, bool compress, bool encrypt, out CatalogueCipher? cipher)
    {
        cipher = null;
        if (compress)
        {
            PropertyTable.SetCompressed(connection);
        }

        // Another process may have been faster.
        if (!encrypt || PropertyTable.FindLookupKey(connection) is not null)
        {
            return false;
        }

        EncryptionKey key = Ring.Current ?? throw new InvalidOperationException("No key was fetched yet.");
        byte[] lookupKey = RandomNumberGenerator.GetBytes(CatalogueCipher.KeyBytes);
        using var encoder = new BlobEncoder(compress: false, new BlobEncryptor(key));
        using var blob = new ByteWriter();
        encoder.Encode(LookupKeyIdentity, lookupKey, blob);
        PropertyTable.SetLookupKey(connection, blob.WrittenSpan);

        cipher = new CatalogueCipher(lookupKey, Decoder);
        CryptographicOperations.ZeroMemory(lookupKey);
        return CatalogueConversion.Run(connection, cipher, encoder);
    }

    private CatalogueCipher Unlock(ReadOnlySpan<byte> blob)
    {
        try
        {
            using BlobContent content = Decoder.Decode(LookupKeyIdentity, blob);
            if (content.Span.Length != CatalogueCipher.KeyBytes)
            {
                throw BlobDecoder.Corrupt(LookupKeyIdentity, "it has another length");
            }

            lock (_lock)
            {
                return _cipher ??= new CatalogueCipher(content.Span, Decoder);
            }
        }
        catch (StoreCorruptException error) when (error.InnerException is AuthenticationTagMismatchException)
        {
            // Its checksum is right, so the key is what is wrong.
            throw new EncryptionKeyException(EncryptionKeyProblem.Wrong, $"The key '{KeyIdIn(blob)}' of the key provider is not the one that the database was encrypted with, though it has the same id. Put the right key file back, or set the KeyProvider that has the key. Nothing was changed.", error);
        }
    }

    private static string KeyIdIn(ReadOnlySpan<byte> blob) => BlobDecoder.KeyIdOf(LookupKeyIdentity, blob) ?? throw BlobDecoder.Corrupt(LookupKeyIdentity, "it is not encrypted");
}
