using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;

namespace ClaudeUsage.Totals;

/// <summary>
/// Turns stored records into entries. Costs are worked out here and not taken from the record, so that <c>--prices</c> and <c>--mode</c>
/// change what is shown and never what is stored.
/// </summary>
internal sealed class UsageEntryReader(CostCalculator calculator)
{
    /// <summary>Stands for a model, project or session that a transcript does not name.</summary>
    public const string Unknown = "(unknown)";

    /// <summary>The records that entries are made from.</summary>
    public static MetricCategory Category => MetricCategory.Token;

    public UsageEntry Read(MetricRecord record)
    {
        TokenCounts tokens = Tokens(record.Measurements);
        AttributeSet attributes = record.Attributes;
        PricedCost cost = calculator.Calculate(new CostRequest
        {
            Model = record.Model,
            Tokens = tokens,
            At = record.Timestamp,
            Speed = Text(attributes, TranscriptAttributeNames.Speed),
            InferenceGeo = Text(attributes, TranscriptAttributeNames.InferenceGeo),
            ReportedCost = Text(attributes, CostSourceNames.Attribute) == CostSourceNames.Reported ? record.Cost : null,
        });
        return new UsageEntry(record.Timestamp, record.Model ?? Unknown, record.Project ?? Unknown, record.SessionId ?? Unknown, tokens, cost.Amount);
    }

    /// <summary>Cache writes that are not split by lifetime count as five-minute ones, the default of the API.</summary>
    private static TokenCounts Tokens(MeasurementSet values)
    {
        long creation = Count(values, "cache_creation_tokens");
        long hour = Count(values, "cache_creation_1h_tokens");
        long minutes = values.ContainsKey("cache_creation_5m_tokens") ? Count(values, "cache_creation_5m_tokens") : Math.Max(0, creation - hour);
        return new TokenCounts
        {
            Input = Count(values, "prompt_tokens"),
            Output = Count(values, "completion_tokens"),
            CacheRead = Count(values, "cache_read_tokens"),
            CacheWrite5m = minutes,
            CacheWrite1h = hour,
            WebSearchRequests = Count(values, TranscriptMetricNames.WebSearchRequests),
        };
    }

    private static long Count(MeasurementSet values, string name) =>
        values.TryGetValue(name, out double value) && value > 0 ? (long)value : 0;

    private static string? Text(AttributeSet attributes, string name) =>
        attributes.TryGetValue(name, out AttributeValue value) ? value.Text : null;
}
