using System.Globalization;

namespace Shannon.Analytics.Storage.Queries;

/// <summary>A function over the values of a group. Immutable; equal by value.</summary>
public readonly record struct AggregateFunction
{
    private AggregateFunction(AggregateKind kind, double rank)
    {
        Kind = kind;
        Rank = rank;
    }

    /// <summary>How many values there are.</summary>
    public static AggregateFunction Count { get; } = new(AggregateKind.Count, 0);

    /// <summary>Their sum.</summary>
    public static AggregateFunction Sum { get; } = new(AggregateKind.Sum, 0);

    /// <summary>Their mean.</summary>
    public static AggregateFunction Average { get; } = new(AggregateKind.Average, 0);

    /// <summary>The least.</summary>
    public static AggregateFunction Minimum { get; } = new(AggregateKind.Minimum, 0);

    /// <summary>The greatest.</summary>
    public static AggregateFunction Maximum { get; } = new(AggregateKind.Maximum, 0);

    /// <summary>The sample standard deviation.</summary>
    public static AggregateFunction StandardDeviation { get; } = new(AggregateKind.StandardDeviation, 0);

    /// <summary>The value of the earliest record.</summary>
    public static AggregateFunction First { get; } = new(AggregateKind.First, 0);

    /// <summary>The value of the latest record.</summary>
    public static AggregateFunction Last { get; } = new(AggregateKind.Last, 0);

    /// <summary>Records per second, whatever their values. In the condition of an alert <c>rate</c> is the amount per second instead: the sum of the values over the window.</summary>
    public static AggregateFunction Rate { get; } = new(AggregateKind.Rate, 0);

    /// <summary>How many different values there are.</summary>
    public static AggregateFunction Distinct { get; } = new(AggregateKind.Distinct, 0);

    /// <summary>The median: the 50th percentile.</summary>
    public static AggregateFunction Median { get; } = Percentile(50);

    /// <summary>What is computed.</summary>
    public AggregateKind Kind { get; }

    /// <summary>Of a percentile its rank, 0 to 100; otherwise 0.</summary>
    public double Rank { get; }

    /// <summary>A percentile.</summary>
    /// <param name="rank">0 (the least value) to 100 (the greatest).</param>
    /// <exception cref="ArgumentOutOfRangeException">The rank lies outside, or is no number.</exception>
    public static AggregateFunction Percentile(double rank) =>
        rank is >= 0 and <= 100
            ? new(AggregateKind.Percentile, rank)
            : throw new ArgumentOutOfRangeException(nameof(rank), rank, "The rank of a percentile lies between 0 and 100.");

    /// <summary>Reads <c>avg</c>, <c>sum</c>, <c>min</c>, <c>max</c>, <c>count</c>, <c>std</c>, <c>median</c>, <c>first</c>, <c>last</c>, <c>rate</c>, <c>distinct</c>, or a percentile such as <c>p95</c> and <c>p99.9</c>.</summary>
    /// <param name="text">The word; upper and lower case are alike.</param>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static AggregateFunction Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.ToUpperInvariant() switch
        {
            "AVG" or "AVERAGE" or "MEAN" => Average,
            "SUM" => Sum,
            "MIN" => Minimum,
            "MAX" => Maximum,
            "COUNT" => Count,
            "STD" or "STDDEV" => StandardDeviation,
            "MEDIAN" => Median,
            "FIRST" => First,
            "LAST" => Last,
            "RATE" => Rate,
            "DISTINCT" => Distinct,
            ['P', .. var rank] when double.TryParse(rank, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number <= 100 => Percentile(number),
            _ => throw new FormatException($"There is no function '{text}'. Use avg, sum, min, max, count, std, median, first, last, rate, distinct, or a percentile from p0 to p100 such as p99.9."),
        };
    }

    /// <summary>The same as <see cref="Parse"/>.</summary>
    /// <param name="text">Such as <c>p95</c>.</param>
    public static implicit operator AggregateFunction(string text) => Parse(text);

    /// <summary>The same as <see cref="Parse"/>, for languages without conversion operators.</summary>
    /// <param name="text">Such as <c>p95</c>.</param>
    public static AggregateFunction FromString(string text) => Parse(text);

    /// <summary>The word that <see cref="Parse"/> reads back; the median is <c>p50</c>.</summary>
    public override string ToString() => Kind switch
    {
        AggregateKind.Average => "avg",
        AggregateKind.Sum => "sum",
        AggregateKind.Minimum => "min",
        AggregateKind.Maximum => "max",
        AggregateKind.StandardDeviation => "std",
        AggregateKind.First => "first",
        AggregateKind.Last => "last",
        AggregateKind.Rate => "rate",
        AggregateKind.Distinct => "distinct",
        AggregateKind.Percentile => "p" + Rank.ToString(CultureInfo.InvariantCulture),
        _ => "count",
    };
}
