using Shannon.Analytics.Alerting.Evaluation;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Alerting.Persistence;

/// <summary>Fills the windows of rules from what is stored, as if they had seen it come: after a restart they go on where they were.</summary>
internal static class AlertReplay
{
    private const int PageSize = 10_000;
    private const int MostSelectors = 64;

    /// <summary>Replays the records that any of the rules still looks back at.</summary>
    /// <param name="store">The store.</param>
    /// <param name="rules">The rules; nobody else uses them yet.</param>
    /// <param name="clock">The clock of the evaluation.</param>
    /// <param name="throughId">Only records up to this id; those behind it come by themselves.</param>
    /// <param name="cancellationToken">Stops.</param>
    internal static async Task RunAsync(IMetricStore store, IReadOnlyCollection<AlertRule> rules, AlertClock clock, long throughId, CancellationToken cancellationToken)
    {
        AlertRule[] reading = [.. rules.Where(rule => rule.Sources.Count > 0 && rule.Alert.Definition.IsEnabled)];
        if (reading.Length == 0 || throughId == 0)
        {
            return;
        }

        var index = new RuleIndex(reading);
        long now = clock.Now;
        long wallNow = clock.WallNow;
        MetricQuery query = QueryOf(reading, UnixMicros.ToTime(wallNow) - reading.Max(rule => rule.Reach));
        var met = new MetRules();
        RecordPage page;
        do
        {
            page = await store.ReadPageAsync(query, PageSize, cancellationToken).ConfigureAwait(false);
            foreach (MetricRecord record in page.Records)
            {
                if (record.Id <= throughId)
                {
                    long time = AlertClock.FromWall(UnixMicros.From(record.Timestamp), now, wallNow);
                    index.Meet(record, time, time, met);
                    Take(record, met, time);
                }
            }

            query = query with { After = page.Next };
        }
        while (page.Next is not null);
    }

    /// <summary>Shows a rule the records that were committed behind an id, until there are no more.</summary>
    /// <returns>The id of the last of them.</returns>
    internal static async Task<long> CatchUpAsync(IMetricStore store, AlertRule rule, AlertClock clock, long afterId, CancellationToken cancellationToken)
    {
        IReadOnlyList<MetricChange> page;
        do
        {
            page = await store.ReadChangesAsync(afterId, PageSize, cancellationToken).ConfigureAwait(false);
            if (page.Count > 0)
            {
                afterId = page[^1].Record.Id;
                rule.Recall(page.Where(change => change.Replaces is null && rule.Reads(change.Record.Category, change.Record.Name)).Select(change => change.Record), clock.Now, clock.WallNow);
            }
        }
        while (page.Count == PageSize);
        return afterId;
    }

    private static void Take(MetricRecord record, MetRules met, long time)
    {
        foreach (AlertRule rule in met.Asked)
        {
            if (record.Timestamp >= rule.Alert.CreatedAt)
            {
                rule.InstanceOf(record, time)?.Take(record, time, time, SeenBy.Detectors);
            }
        }

        foreach (AlertRule rule in met.Beyond)
        {
            if (record.Timestamp >= rule.Alert.CreatedAt)
            {
                rule.Only!.Count(time, time);
            }
        }
    }

    private static MetricQuery QueryOf(AlertRule[] rules, DateTimeOffset start)
    {
        var query = new MetricQuery { Range = TimeRange.Since(start) };
        Selector[] sources = [.. rules.SelectMany(rule => rule.Sources).Distinct()];
        return sources.Length > MostSelectors ? query : query with { Selector = sources[0], OrSelectors = sources[1..] };
    }
}
