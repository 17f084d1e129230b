using Shannon.Analytics.ClaudeCode.Ledger;
using Shannon.Analytics.ClaudeCode.Recording;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.ClaudeCode.Importing;

/// <summary>Computes the costs of imported responses again.</summary>
internal sealed class Repricer(IMetricStore store, CostCalculator calculator)
{
    private const int PageSize = 5_000;

    // What another source says meanwhile is kept.
    private readonly TokenMerger _merger = new(calculator);

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
            PricedCost cost = calculator.Calculate(TokenFacts.RequestOf(record.Model, record.Timestamp, record.Measurements, record.Attributes));
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
        && record.Attributes.TryGetValue(CostSourceNames.Attribute, out AttributeValue source)
        && source.Text is CostSourceNames.Computed or CostSourceNames.Unpriced or CostSourceNames.None;

    // Null if the cost stays as it is.
    private RawMetric? Revise(MetricRecord record, PricedCost cost)
    {
        string source = CostSourceNames.Of(cost.Source);
        if ((record.Cost == cost.Amount && string.Equals(source, TextOf(record, CostSourceNames.Attribute), StringComparison.Ordinal))
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
            Merger = _merger,
        };
        foreach (var (name, value) in record.Measurements)
        {
            revised.Measurements[name] = value;
        }

        foreach (var (name, value) in record.Attributes)
        {
            revised.Attributes[name] = value;
        }

        revised.Attributes[CostSourceNames.Attribute] = source;
        revised.Attributes[TranscriptAttributeNames.PriceVersion] = cost.PriceVersion;
        return revised;
    }

    private static string? TextOf(MetricRecord record, string attribute) =>
        record.Attributes.TryGetValue(attribute, out AttributeValue value) ? value.Text : null;
}
