using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>The texts that alerts group records by; those that queries group by once the record is stored.</summary>
internal static class GroupText
{
    /// <summary>What stands for a key that a record lacks.</summary>
    internal const string Unknown = "unknown";

    /// <summary>The text that a record is grouped by; <c>unknown</c> if it has none.</summary>
    internal static string Of(MetricRecord record, GroupKey key) => key.Kind switch
    {
        GroupKeyKind.Session => record.SessionId,
        GroupKeyKind.User => record.UserId,
        GroupKeyKind.Project => record.Project,
        GroupKeyKind.Model => record.Model,
        GroupKeyKind.Name => record.Name,
        GroupKeyKind.Category => record.Category.ToWord(),
        _ => record.Attributes.TryGetValue(key.AttributeName!, out AttributeValue value) && value.Kind != AttributeKind.None ? value.ToString() : null,
    } ?? Unknown;
}
