using System.Globalization;

namespace ClaudeUsage.Output;

/// <summary>Numbers as people read them: <c>1.23 M</c>, <c>$3.41</c>.</summary>
internal static class NumberText
{
    private static readonly string[] Units = ["", " k", " M", " B", " T"];

    /// <summary>Three digits and a unit; below 1,000 the number itself.</summary>
    public static string Tokens(Int128 count)
    {
        if (count < 1000)
        {
            return count.ToString(CultureInfo.InvariantCulture);
        }

        int unit = 0;
        decimal value = (decimal)count;
        decimal rounded;
        do
        {
            value /= 1000;
            unit++;
            rounded = Math.Round(value, value < 10 ? 2 : value < 100 ? 1 : 0, MidpointRounding.AwayFromZero);
        }
        while (rounded >= 1000 && unit < Units.Length - 1);

        // Rounding may have carried over: 9.996 is 10.0, not 10.00.
        string format = rounded < 10 ? "0.00" : rounded < 100 ? "0.0" : "#,0";
        return rounded.ToString(format, CultureInfo.InvariantCulture) + Units[unit];
    }

    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Count(Int128 count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Dollars and cents; <c>≥</c> when some of the cost is unknown, and <c>unknown</c> when all of it is.</summary>
    public static string Cost(decimal? cost, long unpricedRequests)
    {
        if (cost is not { } known)
        {
            return "unknown";
        }

        if (known is > 0 and < 0.005m)
        {
            return unpricedRequests > 0 ? "≥ $0.00" : "< $0.01";
        }

        string text = known.ToString("$#,0.00", CultureInfo.InvariantCulture);
        return unpricedRequests > 0 ? $"≥ {text}" : text;
    }

    public static string Bytes(long bytes) => bytes switch
    {
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
    };

    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");

    /// <summary>"1 file", "2 files".</summary>
    public static string Of(long count, string one, string? many = null) => $"{Count(count)} {(count == 1 ? one : many ?? one + "s")}";
}
