using Shannon.Analytics.ClaudeCode.Recording;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.ClaudeCode.Importing;

/// <summary>Computes the costs of imported responses again.</summary>
internal sealed class Repricer(IMetricStore store, CostCalculator calculator)
{
    private const int PageSize = 5_000;

    internal async Task<RepriceResult> RunAsync(MetricQuery query, CancellationToken cancellationToken)
    {
        long examined = 0, repriced = 0;
        decimal difference = 0;
        var unpriced = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var batch = new List<MetricInput>();
        await foreach (MetricRecord record in StorePages.ReadAsync(store, query, PageSize, cancellationToken).ConfigureAwait(false))
        {
            if (!IsComputed(record))
            {
                continue;
            }

            examined++;
            PricedCost cost = calculator.Calculate(RequestOf(record));
            if (cost.Source == CostSource.Unpriced)
            {
                string model = record.Model ?? RunTally.UnknownModel;
                unpriced[model] = unpriced.GetValueOrDefault(model) + (long)(record.Value ?? 0);
            }

            if (Revise(record, cost) is { } revised)
            {
                repriced++;
                difference += (cost.Amount ?? 0) - (record.Cost ?? 0);
                batch.Add(revised);
            }

            if (batch.Count == PageSize)
            {
                await store.AppendBatchAsync(batch, AppendOptions.History, cancellationToken).ConfigureAwait(false);
                batch = [];
            }
        }

        await store.AppendBatchAsync(batch, AppendOptions.History, cancellationToken).ConfigureAwait(false);
        return new RepriceResult { Examined = examined, Repriced = repriced, Difference = difference, PriceVersion = calculator.Prices.Version, Unpriced = unpriced };
    }

    private static bool IsComputed(MetricRecord record) =>
        record is { Category: MetricCategory.Token, Name: TranscriptMetricNames.TokenUsage, Key: not null }
        && record.Attributes.TryGetValue(TranscriptAttributeNames.CostSource, out AttributeValue source)
        && source.Text is TranscriptAttributeNames.CostComputed or TranscriptAttributeNames.CostUnpriced or TranscriptAttributeNames.CostNone;

    private static CostRequest RequestOf(MetricRecord record) => new()
    {
        Model = record.Model,
        At = record.Timestamp,
        Speed = TextOf(record, TranscriptAttributeNames.Speed),
        InferenceGeo = TextOf(record, TranscriptAttributeNames.InferenceGeo),
        Tokens = new TokenCounts
        {
            Input = CountOf(record, "prompt_tokens"),
            Output = CountOf(record, "completion_tokens"),
            CacheRead = CountOf(record, "cache_read_tokens"),
            CacheWrite5m = CountOf(record, "cache_creation_5m_tokens"),
            CacheWrite1h = CountOf(record, "cache_creation_1h_tokens"),
            WebSearchRequests = CountOf(record, TranscriptMetricNames.WebSearchRequests),
        },
    };

    // Null if the cost stays as it is.
    private static RawMetric? Revise(MetricRecord record, PricedCost cost)
    {
        string source = UsageRecorder.Word(cost.Source);
        if ((record.Cost == cost.Amount && string.Equals(source, TextOf(record, TranscriptAttributeNames.CostSource), StringComparison.Ordinal))
            || RecordRanks.NextRevision(record.Key!.Value.Rank) is not { } rank)
        {
            return null;
        }

        var revised = new RawMetric(record.Category, record.Name)
        {
            Timestamp = record.Timestamp,
            SessionId = record.SessionId,
            UserId = record.UserId,
            Project = record.Project,
            Model = record.Model,
            Cost = cost.Amount,
            Key = record.Key.Value with { Rank = rank },
        };
        foreach (var (name, value) in record.Measurements)
        {
            revised.Measurements[name] = value;
        }

        foreach (var (name, value) in record.Attributes)
        {
            revised.Attributes[name] = value;
        }

        revised.Attributes[TranscriptAttributeNames.CostSource] = source;
        revised.Attributes[TranscriptAttributeNames.PriceVersion] = cost.PriceVersion;
        return revised;
    }

    private static string? TextOf(MetricRecord record, string attribute) =>
        record.Attributes.TryGetValue(attribute, out AttributeValue value) ? value.Text : null;

    private static long CountOf(MetricRecord record, string measurement) =>
        record.Measurements.TryGetValue(measurement, out double value) ? (long)value : 0;
}
