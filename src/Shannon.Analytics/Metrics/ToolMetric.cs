namespace Shannon.Analytics.Metrics;

/// <summary>The use of a tool by the agent. The default measurement is <c>duration_ms</c>.</summary>
/// <param name="ToolName">The tool, such as <c>Edit</c>. Attribute <c>tool_name</c>.</param>
public sealed record ToolMetric(string ToolName) : MetricInput
{
    /// <inheritdoc/>
    public override MetricCategory Category => MetricCategory.Tool;

    /// <inheritdoc/>
    public override string Name => Type;

    /// <summary>The metric's name; <c>tool_use</c> by default.</summary>
    public string Type { get; init; } = FieldNames.ToolUse;

    /// <summary>The id that links use and result. Attribute <c>tool_use_id</c>.</summary>
    public string? ToolUseId { get; init; }

    /// <summary>How long it took, in milliseconds. Measurement <c>duration_ms</c>.</summary>
    public double? DurationMs { get; init; }

    /// <summary>Whether it succeeded. Attribute <c>success</c>.</summary>
    public bool? Success { get; init; }

    /// <summary>Bytes handed to the tool. Measurement <c>input_bytes</c>.</summary>
    public double? InputBytes { get; init; }

    /// <summary>Bytes that came back. Measurement <c>output_bytes</c>.</summary>
    public double? OutputBytes { get; init; }

    private protected override void VisitOwnFields(IMetricVisitor visitor)
    {
        VisitOptional(visitor, FieldNames.DurationMs, DurationMs);
        VisitOptional(visitor, FieldNames.InputBytes, InputBytes);
        VisitOptional(visitor, FieldNames.OutputBytes, OutputBytes);
        VisitOptional(visitor, FieldNames.ToolName, ToolName);
        VisitOptional(visitor, FieldNames.ToolUseId, ToolUseId);
        VisitOptional(visitor, FieldNames.Success, Success);
    }
}
