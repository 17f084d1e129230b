using System.Text.Json;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Pipelines;

/// <summary>
/// A record on its way through a pipeline: a metric, or JSON of one that is read when a stage first needs it. A run works on copies, so that one object can be
/// sent through again. Within a run one stage at a time has it; not thread-safe.
/// </summary>
public sealed class PipelineRecord
{
    internal const string InvalidAttribute = "invalid";
    internal const string InvalidReasonAttribute = "invalid_reason";

    private MetricInput? _metric;
    private List<string>? _problems;

    /// <summary>Makes a record of a metric.</summary>
    /// <param name="metric">The metric; never changed by a built-in stage, which make copies.</param>
    public PipelineRecord(MetricInput metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        _metric = metric;
    }

    private PipelineRecord(string json) => Json = json;

    /// <summary>The record as a metric.</summary>
    /// <exception cref="Diagnostics.MetricValidationException">It came as JSON, and a field cannot be read.</exception>
    /// <exception cref="JsonException">It came as text that is no JSON.</exception>
    public MetricInput Metric
    {
        get => _metric ??= MetricJson.Parse(Json!);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (!ReferenceEquals(_metric, value))
            {
                _metric = value;
                Changes++;
            }
        }
    }

    /// <summary>Whether a stage found it invalid.</summary>
    public bool IsInvalid => _problems is not null;

    /// <summary>What stages found wrong with it.</summary>
    public IReadOnlyList<string> Problems => _problems ?? [];

    /// <summary>The JSON it came as; null for a metric.</summary>
    internal string? Json { get; }

    /// <summary>Whether the JSON was read already, or there was none.</summary>
    internal bool IsRead => _metric is not null;

    /// <summary>Rises whenever a stage puts another metric in.</summary>
    internal int Changes { get; private set; }

    /// <summary>The place of the first stage that it still goes to; stages before pass it on untouched.</summary>
    internal int NextStage { get; set; }

    /// <summary>The dead letter that it is replayed from.</summary>
    internal DeadLetter? Letter { get; init; }

    /// <summary>Whether it reached the end or was dropped.</summary>
    internal bool IsSettled { get; set; }

    /// <summary>Makes a record of a metric.</summary>
    /// <param name="metric">The metric.</param>
    public static implicit operator PipelineRecord(MetricInput metric) => new(metric);

    /// <summary>Makes a record of JSON with the keys of <see cref="MetricJson"/>. Nothing is checked before a stage needs it: a validator flags what is invalid, and text that is no JSON becomes a dead letter.</summary>
    /// <param name="json">One JSON object.</param>
    public static PipelineRecord FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new PipelineRecord(json);
    }

    /// <summary>Makes records of a JSON array.</summary>
    /// <param name="json">A JSON array of objects.</param>
    /// <exception cref="JsonException">The text is no JSON, or no array.</exception>
    public static IReadOnlyList<PipelineRecord> FromJsonList(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        using var document = JsonDocument.Parse(json, MetricJson.Options);
        return document.RootElement.ValueKind == JsonValueKind.Array
            ? [.. document.RootElement.EnumerateArray().Select(element => new PipelineRecord(element.GetRawText()))]
            : throw new JsonException($"The text is a JSON {document.RootElement.ValueKind}; an array of records is needed. Use FromJson for a single one.");
    }

    /// <summary>Says that the record is invalid. It goes on, with the attributes <c>invalid</c> and <c>invalid_reason</c>, unless the stage drops it.</summary>
    /// <param name="problem">Which field, and what is wrong, without its value.</param>
    public void Flag(string problem)
    {
        ArgumentException.ThrowIfNullOrEmpty(problem);
        MarkInvalid([problem]);
        MetricInput flagged = Metric with { };
        string reason = string.Join(" ", _problems!);
        flagged.Attributes[InvalidAttribute] = true;
        flagged.Attributes[InvalidReasonAttribute] = Records.RecordSalvage.Cut(reason, PipelineLimits.MaxReasonLength);
        Metric = flagged;
    }

    /// <summary>The copy that a run works on.</summary>
    internal PipelineRecord Copy() => Json is { } json && Changes == 0 ? new PipelineRecord(json) : new PipelineRecord(_metric!);

    /// <summary>Puts back the metric that it had before a stage that failed; null if its JSON was not read yet.</summary>
    internal void Restore(MetricInput? metric) => _metric = metric;

    internal void MarkInvalid(IEnumerable<string> problems) => (_problems ??= []).AddRange(problems);

    /// <summary>A record that is replayed from a dead letter, as it came to the stage.</summary>
    internal static PipelineRecord OfLetter(DeadLetter letter, int stage) => new(letter.Record!) { Letter = letter, NextStage = stage };
}
