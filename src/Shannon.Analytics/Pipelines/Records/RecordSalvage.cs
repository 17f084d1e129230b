using System.Globalization;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Pipelines.Records;

/// <summary>Keeps of an invalid metric what can be stored.</summary>
internal static class RecordSalvage
{
    private const string Prefix = "invalid_";
    private const string UnnamedRecord = "invalid_record";

    /// <summary>A metric that can be stored: what is wrong is left out, and numbers that are none stand as text under another name.</summary>
    internal static MetricInput Of(MetricInput metric)
    {
        var kept = new Keeper();
        metric.Accept(kept);
        var salvaged = new RawMetric(CategoryNames.IsDefined(metric.Category) ? metric.Category : MetricCategory.Custom, Sound(metric.Name, MetricLimits.MaxNameLength) ?? UnnamedRecord)
        {
            SessionId = Sound(metric.SessionId, MetricLimits.MaxIdLength),
            UserId = Sound(metric.UserId, MetricLimits.MaxIdLength),
            Project = Sound(metric.Project, MetricLimits.MaxProjectLength),
            Model = Sound(metric.Model, MetricLimits.MaxIdLength),
            Timestamp = metric.Timestamp is { } time && time >= MetricLimits.MinTimestamp && time <= MetricLimits.MaxTimestamp ? time : null,
            Cost = metric.Cost is { } cost && Math.Abs(cost) <= MetricLimits.MaxCost ? cost : null,
            Key = metric.Key is { } key && Sound(key.Value, MetricLimits.MaxKeyLength) is not null ? key : null,
            Measurements = kept.Measurements,
            Attributes = kept.Attributes,
        };
        return salvaged;
    }

    /// <summary>The name under which a value is kept that could not stand under its own.</summary>
    internal static string NameOf(string field) => Prefix + Cut(Sound(field, MetricLimits.MaxFieldNameLength) ?? "field", MetricLimits.MaxFieldNameLength - Prefix.Length);

    /// <summary>The beginning of a text, without half of a character at its end.</summary>
    internal static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }

    private static string? Sound(string? text, int maximum) => text is not null && MetricValidator.IsSound(text, maximum) ? text : null;

    private sealed class Keeper : IMetricVisitor
    {
        // Room for the flag, its reason, and one value that is no number.
        private const int MostAttributes = MetricLimits.MaxAttributes - 3;

        internal MeasurementSet Measurements { get; } = [];

        internal AttributeSet Attributes { get; } = [];

        public void VisitMeasurement(string name, double value)
        {
            if (!double.IsFinite(value))
            {
                VisitAttribute(NameOf(name), value.ToString(CultureInfo.InvariantCulture));
            }
            else if (Measurements.Count < MetricLimits.MaxMeasurements && Sound(name, MetricLimits.MaxFieldNameLength) is not null && !Measurements.ContainsKey(name))
            {
                Measurements[name] = value;
            }
        }

        public void VisitAttribute(string name, AttributeValue value)
        {
            if (value.Kind == AttributeKind.Number && !double.IsFinite(value.RawNumber))
            {
                (name, value) = (NameOf(name), value.ToString());
            }

            if (Attributes.Count < MostAttributes && Sound(name, MetricLimits.MaxFieldNameLength) is not null && value.Text is not { Length: > MetricLimits.MaxAttributeLength })
            {
                Attributes[name] = value;
            }
        }
    }
}
