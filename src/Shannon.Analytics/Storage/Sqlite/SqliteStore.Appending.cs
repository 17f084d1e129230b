using Microsoft.Extensions.Logging;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;

namespace Shannon.Analytics.Storage.Sqlite;

/// <content>The way of records into the store: the gate, retention, room in the journal, the queue.</content>
public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public ValueTask<AppendResult> AppendAsync(MetricInput metric, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ThrowIfNotOpen();
        cancellationToken.ThrowIfCancellationRequested();
        TimedMetric prepared = _gate.Pass(metric);
        if (_retention.Refuses(prepared))
        {
            return ValueTask.FromResult(new AppendResult { TooOld = 1 });
        }

        if (metric.Merger is not null)
        {
            return Merging(isHistory: false, cancellationToken).AppendAsync(new[] { prepared });
        }

        ValueTask room = GetReadyAsync(cancellationToken);
        if (!room.IsCompletedSuccessfully)
        {
            return AppendSlowlyAsync(room, 1, () => _queue.Add(prepared.Metric, prepared.TimeMicros, _counter, cancellationToken));
        }

        try
        {
            return _queue.Add(prepared.Metric, prepared.TimeMicros, _counter, cancellationToken).Task;
        }
        catch
        {
            _counter.Failed(1);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<AppendResult> AppendBatchAsync(IReadOnlyList<MetricInput> batch, AppendOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ThrowIfNotOpen();
        cancellationToken.ThrowIfCancellationRequested();
        TimedMetric[] prepared = _gate.Pass(batch);
        return await AppendPreparedAsync(prepared, options?.IsHistory ?? false, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<AppendResult> AppendColumnsAsync(ColumnBatch batch, AppendOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ThrowIfNotOpen();
        cancellationToken.ThrowIfCancellationRequested();
        return await AppendOpenColumnsAsync(batch, options?.IsHistory ?? false, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<AppendResult> Await(PendingAppend append) => await append.Task.ConfigureAwait(false);

    // What filters noted of the records goes first: a record must not be there without it.
    private ValueTask GetReadyAsync(CancellationToken cancellationToken)
    {
        ValueTask settling = Filters.SettleAsync(cancellationToken);
        return settling.IsCompletedSuccessfully ? WaitForRoomAsync(cancellationToken) : Both(settling);

        async ValueTask Both(ValueTask first)
        {
            await first.ConfigureAwait(false);
            await WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        ValueTask sealing = _sealer.MakeRoomAsync(cancellationToken);
        return sealing.IsCompletedSuccessfully ? _queue.WaitForRoomAsync(cancellationToken) : Both(sealing);

        async ValueTask Both(ValueTask first)
        {
            await first.ConfigureAwait(false);
            await _queue.WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<AppendResult> AppendSlowlyAsync(ValueTask room, int count, Func<PendingAppend> add)
    {
        PendingAppend append;
        try
        {
            await room.ConfigureAwait(false);
            append = add();
        }
        catch (Exception error)
        {
            if (error is OperationCanceledException)
            {
                _counter.Cancelled(count);
            }
            else
            {
                _counter.Failed(count);
            }

            throw;
        }

        return await Await(append).ConfigureAwait(false);
    }

    private async ValueTask<AppendResult> AppendOpenColumnsAsync(ColumnBatch batch, bool isHistory, CancellationToken cancellationToken)
    {
        ColumnBatch all = _gate.Pass(batch);
        batch = _retention.Keep(all);
        int tooOld = all.Count - batch.Count;
        if (batch.Count == 0)
        {
            return new AppendResult { TooOld = tooOld };
        }

        long now = UnixMicros.Now(TimeProvider);
        AppendResult result = batch.Merger is null
            ? await AppendSlowlyAsync(GetReadyAsync(cancellationToken), batch.Count, () => _queue.AddLarge(batch, now, isHistory, null, _counter, cancellationToken)).ConfigureAwait(false)
            : await Merging(isHistory, cancellationToken).AppendAsync(batch, now).ConfigureAwait(false);
        return result with { TooOld = tooOld };
    }

    private async ValueTask<AppendResult> AppendPreparedAsync(ReadOnlyMemory<TimedMetric> all, bool isHistory, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<TimedMetric> prepared = _retention.Keep(all);
        int tooOld = all.Length - prepared.Length;
        if (prepared.IsEmpty)
        {
            return new AppendResult { TooOld = tooOld };
        }

        var result = new AppendResult { TooOld = tooOld };
        (prepared, TimedMetric[] merging) = MergingAppend.Divide(prepared);
        if (!prepared.IsEmpty)
        {
            result = result.Plus(await AppendSlowlyAsync(
                GetReadyAsync(cancellationToken),
                prepared.Length,
                () => prepared.Length <= CommitQueue.SmallBatch && !isHistory ? _queue.Add(prepared.Span, _counter, cancellationToken) : _queue.AddLarge(prepared.Span, isHistory, null, _counter, cancellationToken)).ConfigureAwait(false));
        }

        return merging.Length == 0 ? result : result.Plus(await Merging(isHistory, cancellationToken).AppendAsync(merging).ConfigureAwait(false));
    }

    private MergingAppend Merging(bool isHistory, CancellationToken cancellationToken) => new(this, _counter)
    {
        Cancellation = cancellationToken,
        AppendRows = (rows, terms) => AppendSlowlyAsync(GetReadyAsync(cancellationToken), rows.Length, () => _queue.AddLarge(rows.Span, isHistory, terms, _counter, cancellationToken)),
        AppendColumns = (batch, now, terms) => AppendSlowlyAsync(GetReadyAsync(cancellationToken), batch.Count, () => _queue.AddLarge(batch, now, isHistory, terms, _counter, cancellationToken)),
    };

    private sealed class Target(SqliteStore store) : IntakeTarget
    {
        internal override TimeProvider TimeProvider => store.TimeProvider;

        internal override ILogger Logger => store._faults.Logger;

        // Not counted as offered yet: the intake's buffer counts it while it waits there.
        internal override TimedMetric Prepare(MetricInput metric)
        {
            store.ThrowIfNotOpen();
            try
            {
                return store._gate.Check(metric);
            }
            catch
            {
                store._counter.Offered(1);
                store._counter.Rejected(1);
                throw;
            }
        }

        internal override async ValueTask StoreAsync(ReadOnlyMemory<TimedMetric> metrics)
        {
            store._counter.Offered(metrics.Length);
            try
            {
                await store.AppendPreparedAsync(metrics, isHistory: false, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                Note(error, metrics.Length);
            }
        }

        internal override async ValueTask StoreColumnsAsync(ColumnBatch batch)
        {
            if (store._state == State.New)
            {
                // The recorder was closed before the store opened: what it held is lost, and counted.
                store._counter.Offered(batch.Count);
                store._counter.Failed(batch.Count);
                Note(new InvalidOperationException(), batch.Count);
                return;
            }

            try
            {
                // A recorder may outlive its store: then the closed queue refuses, and the numbers count as failed.
                await store.AppendOpenColumnsAsync(batch, isHistory: false, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                Note(error, batch.Count);
            }
        }

        private void Note(Exception error, int count)
        {
            store._faults.NoteBackground(error);
            Logger.LogError("Storing {Count} buffered metrics failed with {Error}; they are counted as failed.", count, error.GetType().Name);
        }
    }
}
