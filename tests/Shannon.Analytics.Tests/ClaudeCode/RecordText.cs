using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Tests.ClaudeCode;

/// <summary>Records as text, so that whole stores can be compared.</summary>
internal static class RecordText
{
    /// <summary>All records of a store but for their ids, in an order that does not depend on how they came.</summary>
    internal static async Task<IReadOnlyList<string>> AllAsync(IMetricStore store)
    {
        await store.InitializeAsync();
        return [.. (await store.ReadPageAsync(new MetricQuery(), MetricLimits.MaxListCount)).Records.Select(Of).Order(StringComparer.Ordinal)];
    }

    private static string Of(MetricRecord record)
    {
        IEnumerable<string> attributes = record.Attributes.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal);
        IEnumerable<string> measurements = record.Measurements.Select(pair => FormattableString.Invariant($"{pair.Key}={pair.Value:R}")).Order(StringComparer.Ordinal);
        return FormattableString.Invariant(
            $"{record.Timestamp:O} {record.Category} {record.Name} {record.SessionId} {record.UserId} {record.Project} {record.Model} {record.Cost} {record.Key} {string.Join(' ', measurements)} {string.Join(' ', attributes)}");
    }
}
