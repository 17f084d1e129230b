using Microsoft.Data.Sqlite;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Encryption;
using Shannon.Analytics.Storage.Execution.Reading;
using Shannon.Analytics.Storage.Maintenance;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Storage.Sqlite;

/// <content>What keeps a store in shape: deleting, checking, backing up, compacting.</content>
public sealed partial class SqliteStore
{
    private const int VacuumPages = 4_096;

    /// <inheritdoc/>
    public Task<IReadOnlyList<MetricChange>> ReadChangesAsync(long afterId, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterId);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MetricLimits.MaxListCount);
        return ReadAsync(connection => ChangeReader.Read(OpenSnapshot(connection), afterId, limit, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<DeleteResult> DeleteAsync(DeleteQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Validate();
        ThrowIfNotOpen();
        return await RemoveAsync(query, query.KeepRollups ? RollupTreatment.Leave : RollupTreatment.Remove, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<DeleteResult> DropBeforeAsync(DateTimeOffset time, bool keepRollups = false, CancellationToken cancellationToken = default)
    {
        ThrowIfNotOpen();
        long micros = UnixMicros.From(time);
        if (micros <= UnixMicros.From(DateTimeOffset.MinValue))
        {
            return new DeleteResult(0, 0);
        }

        var query = new DeleteQuery { Range = new TimeRange(null, UnixMicros.ToTime(micros - 1)) };
        return await RemoveAsync(query, keepRollups ? RollupTreatment.Fold : RollupTreatment.Remove, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Reads the whole store and verifies every checksum, and that directory, journal, segments, rollups, keys and replacements agree. Works on one
    /// snapshot; writers go on meanwhile. Takes about as long as reading the file.
    /// </summary>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <returns>What is wrong, part by part; damage is reported, not thrown.</returns>
    public Task<StoreCheckReport> CheckAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(connection => StoreChecker.Run(connection, OpenSnapshot, cancellationToken), cancellationToken);

    /// <summary>
    /// Writes a copy of the store as it is at this moment, compacted, to another file, while writers go on. The copy appears under its name only
    /// when it is complete and on the disk. Keys of an encrypted store are not part of it: without the key file the copy cannot be read.
    /// </summary>
    /// <param name="path">Where the copy shall be; its folder must exist. A file there is replaced.</param>
    /// <param name="cancellationToken">Gives up before the copy begins.</param>
    /// <exception cref="ArgumentException">The path is empty, or the store's own.</exception>
    /// <exception cref="StoreException">The copy cannot be written; a file that was there before stays as it was.</exception>
    public async Task BackupAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ThrowIfNotOpen();
        string target = Path.GetFullPath(path);
        if (!_connector.InMemory && string.Equals(target, Path.GetFullPath(FilePath), StringComparison.Ordinal))
        {
            throw new ArgumentException("The path of the backup is the store's own file. Choose another path.", nameof(path));
        }

        string partial = target + ".partial";
        try
        {
            DeletePartial(partial);
            if (_connector.InMemory)
            {
                await WriteAsync(connection => CopyInto(connection, partial), inTransaction: false, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await Task.Factory.StartNew(
                    () =>
                    {
                        using RawConnection connection = _connector.OpenCopier();
                        return CopyInto(connection, partial);
                    },
                    cancellationToken,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default).ConfigureAwait(false);
            }

            using (var file = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite))
            {
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, target, overwrite: true);
            FolderSync.Flush(Path.GetDirectoryName(target)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreAccessException("The backup cannot be written: its folder does not exist or may not be written. Choose another path.", error);
        }
        finally
        {
            DeletePartial(partial);
        }
    }

    /// <summary>Seals and merges everything and gives the file's free pages back to the file system, in small steps between which writers go on.</summary>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>By how many bytes the file and its log became smaller; 0 if they did not.</returns>
    /// <exception cref="StoreException">The store could not write.</exception>
    public async Task<long> CompactAsync(CancellationToken cancellationToken = default)
    {
        long before = _connector.FileBytes();
        await SealAsync(cancellationToken).ConfigureAwait(false);
        while (await WriteAloneOutsideAsync(Vacuum, cancellationToken).ConfigureAwait(false))
        {
        }

        await CheckpointAsync(cancellationToken).ConfigureAwait(false);
        return Math.Max(0, before - _connector.FileBytes());
    }

    private static void DeletePartial(string path)
    {
        // Deleting what is not there throws only if its folder is not there either, which writing the copy reports better.
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    private static bool CopyInto(RawConnection connection, string path)
    {
        try
        {
            connection.Prepared("VACUUM INTO ?1").Bind(1, path).Run();
            return true;
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.ToTyped(error);
        }
    }

    /// <summary>True if there may be more to do.</summary>
    private static bool Vacuum(RawConnection connection)
    {
        long free = connection.Scalar("PRAGMA freelist_count");
        if (free == 0)
        {
            return false;
        }

        // Each step frees a page.
        RawStatement vacuum = connection.Prepared(FormattableString.Invariant($"PRAGMA incremental_vacuum({VacuumPages})"));
        while (vacuum.Step())
        {
        }

        return free > VacuumPages && connection.Scalar("PRAGMA freelist_count") < free;
    }

    private Task<bool> WriteAloneOutsideAsync(Func<RawConnection, bool> body, CancellationToken cancellationToken) => WriteAsync(body, inTransaction: false, cancellationToken);

    private async Task<DeleteResult> RemoveAsync(DeleteQuery query, RollupTreatment rollups, CancellationToken cancellationToken)
    {
        var (records, rolledUp) = await _sealer.RemoveAsync(query, rollups, cancellationToken).ConfigureAwait(false);
        return new DeleteResult(records, await EmptyLogAsync(cancellationToken).ConfigureAwait(false)) { RollupRecords = rolledUp };
    }

    /// <summary>Empties the log, where deleted bytes would live on; returns how many bytes of it a reader still holds.</summary>
    private async Task<long> EmptyLogAsync(CancellationToken cancellationToken)
    {
        bool empty = _connector.InMemory || await CheckpointAsync(cancellationToken).ConfigureAwait(false);
        return empty ? 0 : _connector.LogBytes();
    }
}
