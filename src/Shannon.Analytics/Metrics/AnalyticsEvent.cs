namespace Shannon.Analytics.Metrics;

/// <summary>
/// Something that happened, with free fields: <c>new AnalyticsEvent("prompt_execution") { ["duration"] = 1.5, ["tokens"] = 200 }</c>.
/// Numbers become measurements, everything else attributes. An event named <c>session_start</c> or <c>session_end</c> sets the
/// session's user, project and model as a <see cref="SessionMetric"/> does.
/// </summary>
/// <param name="Event">What happened, such as <c>prompt_execution</c>.</param>
public sealed record AnalyticsEvent(string Event = "event") : MetricInput
{
    /// <inheritdoc/>
    public override MetricCategory Category => MetricCategory.Event;

    /// <inheritdoc/>
    public override string Name => Event;

    /// <summary>Reads or sets a free field.</summary>
    /// <param name="field">The field's name; not one that has a property of its own, such as <c>session_id</c>.</param>
    /// <exception cref="ArgumentException">The field has a property of its own; set that.</exception>
    public AttributeValue this[string field]
    {
        get => Attributes.TryGetValue(field, out AttributeValue value) ? value : default;
        init
        {
            if (PropertyOf(field) is { } property)
            {
                throw new ArgumentException($"'{field}' is not a free field; set the property {property} instead.", nameof(field));
            }

            Attributes[field] = value;
        }
    }

    private protected override void VisitOwnFields(IMetricVisitor visitor)
    {
    }

    private protected override void VisitAttributes(IMetricVisitor visitor, AttributeSet attributes)
    {
        var values = attributes.ValueSpan;
        var names = attributes.NameSpan;
        for (int i = 0; i < names.Length; i++)
        {
            if (values[i].Kind == AttributeKind.Number)
            {
                visitor.VisitMeasurement(names[i], values[i].RawNumber);
            }
            else if (values[i].Kind != AttributeKind.None)
            {
                visitor.VisitAttribute(names[i], values[i]);
            }
        }
    }

    private static string? PropertyOf(string field) => field switch
    {
        FieldNames.SessionId => nameof(SessionId),
        FieldNames.UserId or "user" => nameof(UserId),
        FieldNames.Project or "cwd" or "project_path" => nameof(Project),
        FieldNames.Model => nameof(Model),
        FieldNames.Timestamp => nameof(Timestamp),
        FieldNames.Event => nameof(Event),
        _ => null,
    };
}
