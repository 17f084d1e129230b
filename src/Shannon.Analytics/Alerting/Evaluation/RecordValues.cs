using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>What conditions read of a record; the same as queries read of it once it is stored.</summary>
internal static class RecordValues
{
    /// <summary>What stands for a key that a record lacks.</summary>
    internal const string Unknown = "unknown";

    /// <summary>The value of a measurement, of the default one if none is named; NaN if the record has none.</summary>
    internal static double ValueOf(MetricRecord record, string? measurement)
    {
        if (record.Measurements.TryGetValue(measurement ?? DefaultMeasurement.Of(record.Category), out double value))
        {
            return value;
        }

        return measurement == FieldNames.Cost && record.Cost is { } cost ? (double)cost : double.NaN;
    }

    /// <summary>Whether the record says that what it is about failed.</summary>
    internal static bool HasFailed(MetricRecord record) =>
        Outcome.HasFailed(TextOf(record, FieldNames.Success), TextOf(record, FieldNames.StatusCode));

    /// <summary>The text that a record is grouped by; <c>unknown</c> if it has none.</summary>
    internal static string KeyOf(MetricRecord record, GroupKey key) => key.Kind switch
    {
        GroupKeyKind.Session => record.SessionId,
        GroupKeyKind.User => record.UserId,
        GroupKeyKind.Project => record.Project,
        GroupKeyKind.Model => record.Model,
        GroupKeyKind.Name => record.Name,
        GroupKeyKind.Category => record.Category.ToWord(),
        _ => TextOf(record, key.AttributeName!),
    } ?? Unknown;

    private static string? TextOf(MetricRecord record, string attribute) =>
        record.Attributes.TryGetValue(attribute, out AttributeValue value) && value.Kind != AttributeKind.None ? value.ToString() : null;
}
