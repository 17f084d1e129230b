namespace Shannon.Analytics.Benchmarks.Macro;

/// <summary>One claim: our contender's median over a rival's median, held against a bar.</summary>
internal sealed record Figure
{
    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>Name of our contender in the experiment; it may not exist yet.</summary>
    public required string Ours { get; init; }

    /// <summary>Name of the rival contender, or <see langword="null"/> when our own number is held against the bar.</summary>
    public string? Rival { get; init; }

    /// <summary>What is compared.</summary>
    public required Measure Measure { get; init; }

    /// <summary>The direction of the bar.</summary>
    public required Comparison Comparison { get; init; }

    /// <summary>The bar for the ratio (for our own number, without a rival).</summary>
    public required double Bar { get; init; }

    /// <summary>The only number of rows at which the bar is judged; <see langword="null"/> = at every size.</summary>
    public long? JudgedAtRows { get; init; }

    /// <summary>The ratio in words.</summary>
    public string Direction =>
        $"{(Rival is null ? "ours" : "ours / rival")}, {Measure.Unit}, {(Measure.HigherIsBetter ? "higher" : "lower")} is better";
}
