using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>Whether a record is among those that an alert is about. Immutable.</summary>
internal sealed class AlertScope(MetricFilter filter)
{
    private readonly bool _hasMore = filter.Category is not null || filter.Attributes is { Count: > 0 } || filter.Measurements.Count > 0;

    internal MetricFilter Filter => filter;

    /// <summary>Whether session, user, project and model are all it asks for.</summary>
    internal bool IsAboutSessions => !_hasMore;

    internal bool Includes(MetricRecord record) =>
        IncludesSession(record.SessionId, record.UserId, record.Project, record.Model) && (!_hasMore || IncludesContent(record));

    /// <summary>Whether a session can have records that are included, as far as that can be told.</summary>
    internal bool IncludesSession(string? session, string? user, string? project, string? model) =>
        Agrees(filter.SessionId, session) && Agrees(filter.UserId, user) && Agrees(filter.Project, project) && Agrees(filter.Model, model);

    private static bool Agrees(string? wanted, string? given) => wanted is null || string.Equals(wanted, given, StringComparison.Ordinal);

    private bool IncludesContent(MetricRecord record)
    {
        if (filter.Category is { } category && category != record.Category)
        {
            return false;
        }

        foreach (var (name, value) in filter.Attributes ?? [])
        {
            if (!record.Attributes.TryGetValue(name, out AttributeValue given) || given != value)
            {
                return false;
            }
        }

        foreach (MeasurementRange range in filter.Measurements)
        {
            if (!((range.Name is null ? record.Value : record.NumberOf(range.Name)) is { } value && value >= (range.Min ?? double.NegativeInfinity) && value <= (range.Max ?? double.PositiveInfinity)))
            {
                return false;
            }
        }

        return true;
    }
}
