using Microsoft.Extensions.Logging;

namespace Shannon.Analytics.Storage;

/// <summary>
/// Deletes what is older than it shall be kept; rollups of it stay. When the wall clock has moved by a day more or less than time has passed, it waits until a day of
/// real time has gone by: a clock set wrong must not cost the records. Not thread-safe; one pass at a time.
/// </summary>
internal sealed class RetentionJob(IMetricStore store, int days, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan MaxJump = TimeSpan.FromDays(1);

    private DateTimeOffset? _lastNow;
    private long _lastTimestamp;
    private long? _pausedSince;

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        long timestamp = time.GetTimestamp();
        if (HasJumped(now, timestamp))
        {
            _pausedSince = timestamp;
            logger.LogWarning("The wall clock moved by more than a day against the time that passed; records are not deleted for age until a day has gone by.");
        }

        _lastNow = now;
        _lastTimestamp = timestamp;
        if (_pausedSince is { } since)
        {
            if (time.GetElapsedTime(since, timestamp) < MaxJump)
            {
                return;
            }

            _pausedSince = null;
        }

        if (now - DateTimeOffset.MinValue > TimeSpan.FromDays(days))
        {
            await store.DropBeforeAsync(now - TimeSpan.FromDays(days), keepRollups: true, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool HasJumped(DateTimeOffset now, long timestamp) =>
        _lastNow is { } last && ((now - last) - time.GetElapsedTime(_lastTimestamp, timestamp)).Duration() > MaxJump;
}
