using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Privacy;

/// <summary>Anonymises one metric: the fields of the record, then every measurement and attribute as a copy in its stored shape. For one metric.</summary>
internal sealed class MetricAnonymizer : IMetricVisitor
{
    private readonly ValueAnonymizer _values;
    private readonly RawMetric _copy;
    private bool _changed;

    private MetricAnonymizer(ValueAnonymizer values, RawMetric copy)
    {
        _values = values;
        _copy = copy;
    }

    /// <returns>The same metric if nothing of it is anonymised.</returns>
    internal static MetricInput Apply(ValueAnonymizer values, MetricInput metric)
    {
        string name = values.Name(metric.Name, MetricLimits.MaxNameLength);
        string? session = values.Id(FieldNames.SessionId, metric.SessionId);
        string? user = values.Id(FieldNames.UserId, metric.UserId);
        string? project = values.Id(FieldNames.Project, metric.Project);
        string? model = values.Id(FieldNames.Model, metric.Model);
        (string?, string?)[] ids = [(metric.SessionId, session), (metric.UserId, user), (metric.Project, project)];
        string? key = values.Key(metric.Key?.Value, ids);
        string[] aliases = [.. metric.Aliases.Select(alias => values.Key(alias, ids)!)];
        var copy = new RawMetric(metric.Category, name)
        {
            SessionId = session,
            UserId = user,
            Project = project,
            Model = model,
            Timestamp = metric.Timestamp,
            Cost = metric.Cost,
            Key = metric.Key is { } given ? given with { Value = key! } : null,
            Aliases = aliases,
            Merger = metric.Merger,
        };
        bool changed = !string.Equals(name, metric.Name, StringComparison.Ordinal)
            || !string.Equals(session, metric.SessionId, StringComparison.Ordinal)
            || !string.Equals(user, metric.UserId, StringComparison.Ordinal)
            || !string.Equals(project, metric.Project, StringComparison.Ordinal)
            || !string.Equals(model, metric.Model, StringComparison.Ordinal)
            || !string.Equals(key, metric.Key?.Value, StringComparison.Ordinal)
            || !aliases.SequenceEqual(metric.Aliases, StringComparer.Ordinal);
        var visitor = new MetricAnonymizer(values, copy) { _changed = changed };
        metric.Accept(visitor);
        return visitor._changed ? copy : metric;
    }

    public void VisitMeasurement(string name, double value)
    {
        if (_values.MethodOf(name) is null)
        {
            _copy.Measurements[NameOf(name)] = value;
            return;
        }

        // What is no number any more becomes an attribute.
        AttributeValue anonymous = _values.Attribute(name, value);
        _changed = true;
        if (anonymous.Number is { } number)
        {
            _copy.Measurements[NameOf(name)] = number;
        }
        else
        {
            _copy.Attributes[NameOf(name)] = anonymous;
        }
    }

    public void VisitAttribute(string name, AttributeValue value)
    {
        AttributeValue anonymous = _values.Attribute(name, value);
        _changed |= anonymous != value;
        _copy.Attributes[NameOf(name)] = anonymous;
    }

    private string NameOf(string name)
    {
        string cleaned = _values.Name(name, MetricLimits.MaxFieldNameLength);
        _changed |= !string.Equals(cleaned, name, StringComparison.Ordinal);
        return cleaned;
    }
}
