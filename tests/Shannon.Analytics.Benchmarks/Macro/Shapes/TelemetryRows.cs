namespace Shannon.Analytics.Benchmarks.Macro.Shapes;

/// <summary>Rows with one value each, in order of arrival, as plain columns. What the query experiments load and ask.</summary>
internal sealed record TelemetryRows
{
    /// <summary>UTC, microseconds since 1970; in order but for a few latecomers.</summary>
    public required long[] Times { get; init; }

    /// <summary>The value of each row.</summary>
    public required double[] Values { get; init; }

    /// <summary>Which metric.</summary>
    public required CodedColumn Metric { get; init; }

    /// <summary>Which session.</summary>
    public required CodedColumn Session { get; init; }

    /// <summary>The model of the session.</summary>
    public required CodedColumn Model { get; init; }

    /// <summary>The project of the session.</summary>
    public required CodedColumn Project { get; init; }

    /// <summary>The tool that ran.</summary>
    public required CodedColumn Tool { get; init; }

    /// <summary>The region it ran in.</summary>
    public required CodedColumn Region { get; init; }

    /// <summary>All columns of text.</summary>
    public CodedColumn[] Texts => [Metric, Session, Model, Project, Tool, Region];

    /// <summary>Number of rows.</summary>
    public int Count => Times.Length;

    /// <summary>As columns of plain strings, for the contenders that ingest.</summary>
    public MetricColumns ToColumns() => new()
    {
        TimesMicros = Times,
        Names = Strings(Metric),
        Sessions = Strings(Session),
        Measurements = [new("value", Values)],
        Attributes = [.. new[] { Model, Project, Tool, Region }.Select(c => new NamedColumn<string>(c.Name, Strings(c)))],
    };

    private static string[] Strings(CodedColumn column) => Array.ConvertAll(column.Codes, code => column.Values[code]);
}
