namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// Turns compression and encryption of a file on, and makes sure when a store opens that the key of an encrypted file is there. Works through the
/// writer's queue, so that nothing is written while the file changes its nature.
/// </summary>
internal sealed class ProtectionSwitch(StoreProtection protection, WriterProtection writer, CommitQueue queue, SqliteConnector connector)
{
    internal async Task TurnOnAsync(bool compress, bool encrypt, CancellationToken cancellationToken)
    {
        var (compressed, keyId) = await RunAsync(connection => (PropertyTable.IsCompressed(connection), StoreProtection.KeyIdOf(connection)), inTransaction: false, cancellationToken).ConfigureAwait(false);
        if (keyId is not null)
        {
            await protection.Ring.UseAsync(keyId, cancellationToken).ConfigureAwait(false);
        }
        else if (encrypt)
        {
            await protection.Ring.UseCurrentAsync(cancellationToken).ConfigureAwait(false);
        }

        bool textsLeft = false;
        if ((compress && !compressed) || (encrypt && keyId is null))
        {
            textsLeft = await RunAsync(connection => Apply(connection, compress, encrypt), inTransaction: true, cancellationToken).ConfigureAwait(false);
        }

        // What was committed is what counts. Fails here, not at the first write, if the key is the wrong one.
        await RunAsync(connection => protection.CipherOf(connection) is not null, inTransaction: false, cancellationToken).ConfigureAwait(false);
        if (textsLeft)
        {
            await RunAsync(connector.Checkpoint, inTransaction: false, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool Apply(RawConnection connection, bool compress, bool encrypt)
    {
        bool converted = protection.Apply(connection, compress, encrypt, out CatalogueCipher? cipher);
        if (cipher is null)
        {
            writer.Invalidate();
        }
        else
        {
            writer.Adopt(connection, cipher);
        }

        return converted;
    }

    private Task<T> RunAsync<T>(Func<RawConnection, T> body, bool inTransaction, CancellationToken cancellationToken)
    {
        var job = new WriteJob<T>(body, inTransaction, cancellationToken);
        queue.Add(job);
        return job.Task;
    }
}
