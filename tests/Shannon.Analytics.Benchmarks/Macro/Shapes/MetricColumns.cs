namespace Shannon.Analytics.Benchmarks.Macro.Shapes;

/// <summary>
/// Test data as plain columns, one element per row and in order of arrival. Each contender builds its own input from it.
/// </summary>
internal sealed record MetricColumns
{
    /// <summary>The moment that time offsets in answers count from: 2026-01-01T00:00:00Z, in microseconds since 1970.</summary>
    public const long StartMicros = 1_767_225_600_000_000;

    /// <summary>UTC, microseconds since 1970, never descending.</summary>
    public required long[] TimesMicros { get; init; }

    /// <summary>Metric names.</summary>
    public required string[] Names { get; init; }

    /// <summary>Sessions.</summary>
    public required string[] Sessions { get; init; }

    /// <summary>Measurements; the first is the default one.</summary>
    public required NamedColumn<double>[] Measurements { get; init; }

    /// <summary>Attributes.</summary>
    public required NamedColumn<string>[] Attributes { get; init; }

    /// <summary>Number of rows.</summary>
    public int Rows => TimesMicros.Length;

    /// <summary>
    /// What every contender must read back: rows, sum of (time - <see cref="StartMicros"/>), distinct names, distinct
    /// sessions, the sum of each measurement, the distinct values of each attribute.
    /// </summary>
    public double[] Answer() =>
    [
        Rows,
        TimesMicros.Sum(t => (double)(t - StartMicros)),
        Names.Distinct(StringComparer.Ordinal).Count(),
        Sessions.Distinct(StringComparer.Ordinal).Count(),
        .. Measurements.Select(m => m.Values.Sum()),
        .. Attributes.Select(a => (double)a.Values.Distinct(StringComparer.Ordinal).Count()),
    ];
}
