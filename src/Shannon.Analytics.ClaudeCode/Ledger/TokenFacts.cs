using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.ClaudeCode.Ledger;

/// <summary>Reads back from a stored response what its cost is computed of.</summary>
internal static class TokenFacts
{
    /// <summary>The measurements that make up the total.</summary>
    internal static readonly string[] Parts = ["prompt_tokens", "completion_tokens", "cache_read_tokens", "cache_creation_tokens"];

    internal static CostRequest RequestOf(string? model, DateTimeOffset at, MeasurementSet measurements, AttributeSet attributes)
    {
        long hour = CountOf(measurements, "cache_creation_1h_tokens");
        return new CostRequest
        {
            Model = model,
            At = at,
            Speed = TextOf(attributes, TranscriptAttributeNames.Speed),
            InferenceGeo = TextOf(attributes, TranscriptAttributeNames.InferenceGeo),
            Tokens = new TokenCounts
            {
                Input = CountOf(measurements, "prompt_tokens"),
                Output = CountOf(measurements, "completion_tokens"),
                CacheRead = CountOf(measurements, "cache_read_tokens"),

                // What is not broken down was written for five minutes.
                CacheWrite5m = Math.Max(CountOf(measurements, "cache_creation_5m_tokens"), CountOf(measurements, "cache_creation_tokens") - hour),
                CacheWrite1h = hour,
                WebSearchRequests = CountOf(measurements, TranscriptMetricNames.WebSearchRequests),
            },
        };
    }

    private static string? TextOf(AttributeSet attributes, string name) => attributes.TryGetValue(name, out AttributeValue value) ? value.Text : null;

    private static long CountOf(MeasurementSet measurements, string name) => measurements.TryGetValue(name, out double value) ? (long)value : 0;
}
