using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Pipelines;

/// <summary>A condition on a record: all that is set must hold, nothing set means any record. Only what the record itself carries counts. Immutable.</summary>
public sealed record RecordMatch
{
    /// <summary>What the selector names; with a measurement, only records that have it. No derived figures.</summary>
    public Selector? Metric { get; init; }

    /// <summary>This session.</summary>
    public string? SessionId { get; init; }

    /// <summary>This user.</summary>
    public string? UserId { get; init; }

    /// <summary>This project.</summary>
    public string? Project { get; init; }

    /// <summary>This model.</summary>
    public string? Model { get; init; }

    /// <summary>All of these attributes with just these values.</summary>
    public AttributeSet? Attributes { get; init; }

    /// <summary>Measurements that lie in all of these ranges; a range without a name is about the metric's value.</summary>
    public IReadOnlyList<MeasurementRange> Measurements { get; init; } = [];

    /// <summary>Whether a validator flagged the record; <see langword="null"/>, the default, for both.</summary>
    public bool? IsInvalid { get; init; }

    /// <summary>Whether only name, category, session and validity decide, which no built-in stage changes.</summary>
    internal bool IsAboutFixedFields => UserId is null && Project is null && Model is null && Attributes is null or { Count: 0 } && Measurements.Count == 0 && Metric?.Measurement is null;

    internal void Validate(List<string> errors, string path)
    {
        if (Metric is { Kind: SelectorKind.Derived })
        {
            errors.Add($"{path}metric is {Metric}, a figure derived from several metrics; name a metric or a category.");
        }

        if (Attributes?.Count > PipelineLimits.MaxRules || Measurements is null || Measurements.Count > PipelineLimits.MaxRules)
        {
            errors.Add(FormattableString.Invariant($"{path}attributes and measurements hold {Attributes?.Count ?? 0} and {Measurements?.Count ?? 0}; at most {PipelineLimits.MaxRules} each are allowed."));
        }

        if (Measurements?.Any(range => range is null || range.Name is { Length: 0 } || double.IsNaN(range.Min ?? 0) || double.IsNaN(range.Max ?? 0) || range.Min > range.Max) == true)
        {
            errors.Add($"{path}measurements holds a range that is none; both ends are numbers or absent, the lower one not above the upper one, and the name is not empty.");
        }
    }
}
