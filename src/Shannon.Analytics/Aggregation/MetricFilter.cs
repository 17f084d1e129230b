using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Aggregation;

/// <summary>Which records take part in an aggregation, beside those that the metrics asked for name. None of the properties set means all.</summary>
public sealed record MetricFilter : RecordPredicate
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The selector or the range is set, which the request itself has; or a property is out of range.</exception>
    public override void Validate()
    {
        base.Validate();
        if (Selector is not null || Range.Start is not null || Range.End is not null)
        {
            throw new ArgumentException("A filter has no selector and no range of its own; set the metrics and the range of the request.");
        }
    }

    /// <summary>A query narrowed by this filter.</summary>
    internal T Apply<T>(T query)
        where T : RecordPredicate => query with
        {
            SessionId = SessionId,
            UserId = UserId,
            Project = Project,
            Model = Model,
            Category = Category,
            Attributes = Attributes,
            Measurements = Measurements,
            ExcludeFailed = query.ExcludeFailed || ExcludeFailed,
            AsOfId = AsOfId,
        };
}
