using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Summaries;

/// <summary>Finds the prompts that took longest.</summary>
internal static class SlowestPrompts
{
    private const int Most = 10;

    // Each source of response times has a measurement of its own.
    private static readonly (string Name, string Measurement)[] Sources = [(FieldNames.ResponseTime, FieldNames.Value), (FieldNames.PromptExecution, FieldNames.Duration)];

    internal static async Task<IReadOnlyList<SlowPrompt>> ReadAsync(IMetricStore store, MetricFilter filter, TimeRange range, long prompts, CancellationToken cancellationToken)
    {
        if (prompts == 0)
        {
            return [];
        }

        // The rank below which all but the slowest lie, so that only these are read.
        Selector responseTime = Selector.Of(FieldNames.ResponseTime);
        double rank = Math.Max(0, 100.0 * (1 - ((double)(Most + 1) / prompts)));
        AggregateResult result = await store.AggregateAsync(
            filter.Apply(new AggregateQuery { Selector = responseTime, OrSelectors = ValueSources.BesideOf(responseTime), Functions = [AggregateFunction.Percentile(rank)], Range = range }),
            cancellationToken).ConfigureAwait(false);
        if (result.Groups is not [{ Values: [{ } least] }])
        {
            return [];
        }

        var slowest = new PriorityQueue<SlowPrompt, double>();
        foreach ((string name, string measurement) in Sources)
        {
            ScanQuery query = filter.Apply(new ScanQuery
            {
                Selector = Selector.Of(name, measurement),
                Range = range,
                MeasurementNames = [measurement],
                AttributeNames = [],
            });
            query = query with { Measurements = [.. filter.Measurements, new MeasurementRange(measurement, least, null)] };
            await foreach (ScanBatch batch in store.ScanAsync(query, cancellationToken).ConfigureAwait(false))
            {
                Take(batch, slowest);
            }
        }

        var found = new SlowPrompt[slowest.Count];
        for (int i = found.Length - 1; i >= 0; i--)
        {
            found[i] = slowest.Dequeue();
        }

        return found;
    }

    private static void Take(ScanBatch batch, PriorityQueue<SlowPrompt, double> slowest)
    {
        ReadOnlySpan<double> values = batch.Measurements[0].Values.Span;
        for (int i = 0; i < batch.Count; i++)
        {
            if (slowest.Count == Most && !(values[i] > slowest.Peek().Seconds))
            {
                continue;
            }

            slowest.Enqueue(new SlowPrompt(UnixMicros.ToTime(batch.TimestampsMicros.Span[i]), values[i], batch.Sessions?.At(i), batch.Projects?.At(i), batch.Models?.At(i)), values[i]);
            if (slowest.Count > Most)
            {
                slowest.Dequeue();
            }
        }
    }
}
