using Microsoft.Extensions.Logging;

namespace Shannon.Analytics.Storage;

/// <summary>Deletes what is older than it shall be kept; rollups of it stay. Not thread-safe; one pass at a time.</summary>
internal sealed class RetentionJob(IMetricStore store, RetentionClock clock, ILogger logger)
{
    private int _pausesTold;

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? cutoff = clock.Cutoff();
        if (clock.Pauses != _pausesTold)
        {
            _pausesTold = clock.Pauses;
            logger.LogWarning("The wall clock moved by more than a day against the time that passed, or makes every record too old; records are neither deleted nor refused for age until a day has gone by.");
        }

        if (cutoff is { } time)
        {
            await store.DropBeforeAsync(time, keepRollups: true, cancellationToken).ConfigureAwait(false);
        }
    }
}
