using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.ClaudeCode;

/// <summary>A store whose host dies at a chosen moment: after so many writes of either kind, everything fails.</summary>
internal sealed class InterruptedStore(SqliteStore store, int writesLeft) : ForwardingStore(store)
{
    private int _writesLeft = writesLeft;

    public override ValueTask<AppendResult> AppendBatchAsync(IReadOnlyList<MetricInput> batch, AppendOptions? options = null, CancellationToken cancellationToken = default)
    {
        CountDown();
        return base.AppendBatchAsync(batch, options, cancellationToken);
    }

    public override ValueTask<AppendResult> AppendAsync(MetricInput metric, CancellationToken cancellationToken = default)
    {
        CountDown();
        return base.AppendAsync(metric, cancellationToken);
    }

    public override ValueTask<AppendResult> AppendColumnsAsync(ColumnBatch batch, AppendOptions? options = null, CancellationToken cancellationToken = default)
    {
        CountDown();
        return base.AppendColumnsAsync(batch, options, cancellationToken);
    }

    public override Task<bool> ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken = default)
    {
        CountDown();
        return base.ApplyAsync(changes, cancellationToken);
    }

    // The store it stands for goes on: another process opens it.
    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;

    private void CountDown()
    {
        if (Interlocked.Decrement(ref _writesLeft) < 0)
        {
            throw new StoreFullException("The test's host died here.");
        }
    }
}
