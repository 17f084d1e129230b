using Microsoft.Extensions.Logging;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.AI.Calls;

/// <summary>Hands records to the collector. Whatever goes wrong is counted and logged; nothing is thrown. Thread-safe.</summary>
internal sealed class RecordWriter(IMetricsCollector collector, ChatRecordingMode mode, ILogger logger)
{
    private long _offered;
    private long _accepted;
    private long _dropped;
    private long _failed;
    private long _faults;

    internal ChatRecordingCounts Counts => new()
    {
        Offered = Interlocked.Read(ref _offered),
        Accepted = Interlocked.Read(ref _accepted),
        Dropped = Interlocked.Read(ref _dropped),
        Failed = Interlocked.Read(ref _failed),
        Faults = Interlocked.Read(ref _faults),
    };

    internal async ValueTask WriteAsync(IReadOnlyList<MetricInput> records)
    {
        if (records.Count == 0)
        {
            return;
        }

        if (mode == ChatRecordingMode.Background)
        {
            Post(records);
            return;
        }

        Interlocked.Add(ref _offered, records.Count);
        try
        {
            // The call has been made and paid, whether or not its caller still wants the answer.
            await collector.CollectBatchAsync(records, CancellationToken.None).ConfigureAwait(false);
            Interlocked.Add(ref _accepted, records.Count);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Interlocked.Add(ref _failed, records.Count);
            Log(error);
        }
    }

    internal void Post(IReadOnlyList<MetricInput> records)
    {
        foreach (MetricInput record in records)
        {
            Interlocked.Increment(ref _offered);
            try
            {
                Interlocked.Increment(ref collector.TryCollect(record) ? ref _accepted : ref _dropped);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                Interlocked.Increment(ref _failed);
                Log(error);
            }
        }
    }

    /// <summary>Counts what went wrong beside storing.</summary>
    internal void Fault(Exception error, string what)
    {
        Interlocked.Increment(ref _faults);
        logger.LogWarning("A chat call goes on although {What} failed with {Error}.", what, error.GetType().Name);
    }

    private void Log(Exception error) => logger.LogError("Recording a chat call failed with {Error}; the call itself is not affected.", error.GetType().Name);
}
