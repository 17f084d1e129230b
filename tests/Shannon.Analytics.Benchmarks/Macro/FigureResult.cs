using System.Text.Json.Serialization;

namespace Shannon.Analytics.Benchmarks.Macro;

/// <summary>What a figure came to; one line of the JSON file.</summary>
internal sealed record FigureResult
{
    /// <summary>Name of the figure.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Name of the rival; <see langword="null"/> when our own number is held against the bar.</summary>
    [JsonPropertyName("rival")]
    public required string? Rival { get; init; }

    /// <summary>Ours / rival; <see langword="null"/> when our contender is absent.</summary>
    [JsonPropertyName("ratio")]
    public required double? Ratio { get; init; }

    /// <summary>The bar.</summary>
    [JsonPropertyName("bar")]
    public required double Bar { get; init; }

    /// <summary>Whether the bar is met; <see langword="null"/> = not judged.</summary>
    [JsonPropertyName("ok")]
    public required bool? Ok { get; init; }

    /// <summary><c>&gt;=</c> or <c>&lt;=</c>.</summary>
    [JsonPropertyName("comparison")]
    public required string Comparison { get; init; }

    /// <summary>The ratio in words.</summary>
    [JsonPropertyName("direction")]
    public required string Direction { get; init; }

    /// <summary>Name of our contender.</summary>
    [JsonPropertyName("ours")]
    public required string Ours { get; init; }

    /// <summary>Our median.</summary>
    [JsonPropertyName("ours_median")]
    public required double? OursMedian { get; init; }

    /// <summary>The rival's median.</summary>
    [JsonPropertyName("rival_median")]
    public required double? RivalMedian { get; init; }

    /// <summary>Unit of the medians.</summary>
    [JsonPropertyName("unit")]
    public required string Unit { get; init; }

    /// <summary>Rows of the experiment; <see langword="null"/> when it does not depend on them.</summary>
    [JsonPropertyName("rows")]
    public required long? Rows { get; init; }

    /// <summary>Timed rounds.</summary>
    [JsonPropertyName("rounds")]
    public required int Rounds { get; init; }

    /// <summary>Name of the experiment.</summary>
    [JsonPropertyName("experiment")]
    public required string Experiment { get; init; }

    /// <summary>The verdict as the table prints it.</summary>
    [JsonIgnore]
    public string Verdict => this switch
    {
        { OursMedian: null, RivalMedian: null } => "absent",
        { OursMedian: null } => "rival only",
        { Ok: true } => "ok",
        { Ok: false } => "MISSED",
        _ => "not judged",
    };

    /// <summary>Holds a figure against the medians of an experiment.</summary>
    public static FigureResult Judge(Figure figure, string experiment, long? rows, int rounds, double? ours, double? rival)
    {
        // 0/0 is a tie, x/0 is unbounded: neither may become NaN or Infinity in the JSON.
        double? ratio = figure.Rival is null ? ours
            : ours is null || rival is null ? null
            : rival != 0 ? ours / rival
            : ours == 0 ? 1 : double.MaxValue;
        bool judged = ratio is not null && (figure.JudgedAtRows is null || figure.JudgedAtRows == rows);
        return new FigureResult
        {
            Name = figure.Name,
            Experiment = experiment,
            Ours = figure.Ours,
            Rival = figure.Rival,
            Ratio = ratio,
            Bar = figure.Bar,
            Comparison = figure.Comparison == Macro.Comparison.AtLeast ? ">=" : "<=",
            Ok = !judged ? null
                : figure.Comparison == Macro.Comparison.AtLeast ? ratio >= figure.Bar
                : ratio <= figure.Bar,
            Direction = figure.Direction,
            OursMedian = ours,
            RivalMedian = rival,
            Unit = figure.Measure.Unit,
            Rows = rows,
            Rounds = rounds,
        };
    }
}
