using Shannon.Analytics.Storage.Blobs;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// How the writer has to write now. Belongs to the writer thread. Asked anew whenever another process may have turned something on, so that
/// nothing plain goes into a file that has become encrypted.
/// </summary>
internal sealed class WriterProtection(StoreProtection protection) : IDisposable
{
    private bool _stale = true;
    private bool _compressed;

    /// <summary>Null for a plain, uncompressed file.</summary>
    internal BlobEncoder? Encoder { get; private set; }

    /// <summary>Null for a file that is not encrypted.</summary>
    internal CatalogueCipher? Cipher { get; private set; }

    /// <summary>Reads BLOBs of the catalogue.</summary>
    internal BlobDecoder Decoder => protection.Decoder;

    public void Dispose() => Encoder?.Dispose();

    /// <summary>The file's properties may be others than they were.</summary>
    internal void Invalidate() => _stale = true;

    /// <summary>This transaction has encrypted the catalogue: what else it writes goes by that. Should it be rolled back, the next one finds out.</summary>
    internal void Adopt(RawConnection connection, CatalogueCipher cipher)
    {
        Use(connection, cipher);
        _stale = true;
    }

    /// <summary>At the start of a transaction: what is read is what was committed.</summary>
    internal void Refresh(RawConnection connection)
    {
        if (_stale)
        {
            Use(connection, protection.CipherOf(connection));
            _stale = false;
        }
    }

    private void Use(RawConnection connection, CatalogueCipher? cipher)
    {
        bool compressed = PropertyTable.IsCompressed(connection);
        if (compressed != _compressed || (cipher is null) != (Cipher is null))
        {
            BlobEncoder? fresh = protection.NewEncoder(connection);
            Encoder?.Dispose();
            Encoder = fresh;
            _compressed = compressed;
        }

        if (!ReferenceEquals(Cipher, cipher))
        {
            // An adopted one: the others are the store's.
            Cipher?.Dispose();
            Cipher = cipher;
        }
    }
}
