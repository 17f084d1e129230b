namespace Shannon.Analytics.Tests.Internals.Statistics;

/// <summary>Named spans of finite values as they come in practice, and the extremes. Seeded, so that a failure can be repeated by name.</summary>
internal static class ValueShapes
{
    private static readonly int[] Lengths = [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 255, 511, 700, 2047, 2048, 2049, 5000];

    /// <summary>Never empty.</summary>
    public static IEnumerable<(string Name, double[] Values)> All() => Of(Lengths);

    /// <summary>The same shapes at one length.</summary>
    public static IEnumerable<(string Name, double[] Values)> Of(params int[] lengths)
    {
        foreach (int n in lengths)
        {
            Random random = new(n);
            yield return ($"equal {n}", Make(n, _ => 0.3));
            yield return ($"zeros {n}", Make(n, i => i % 2 == 0 ? 0.0 : -0.0));
            yield return ($"sorted {n}", Make(n, i => i * 0.1));
            yield return ($"reversed {n}", Make(n, i => (n - i) * 0.7));
            yield return ($"organ pipe {n}", Make(n, i => Math.Min(i, n - i)));
            yield return ($"saw {n}", Make(n, i => i % 17));
            yield return ($"random {n}", Make(n, _ => random.NextDouble() - 0.5));
            yield return ($"latencies {n}", Make(n, _ => Math.Exp(3 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(6.2831853 * random.NextDouble()))));
            yield return ($"rounded {n}", Make(n, _ => Math.Round(random.NextDouble() * 10, 1)));
            yield return ($"two values {n}", Make(n, _ => random.Next(2)));
            yield return ($"mostly zero {n}", Make(n, _ => random.Next(20) == 0 ? random.NextDouble() : 0));
            yield return ($"one outlier {n}", Make(n, i => i == n / 2 ? 1e12 : random.NextDouble()));
            yield return ($"far from zero {n}", Make(n, i => 1e9 + (i % 3)));
            yield return ($"huge {n}", Make(n, i => i % 2 == 0 ? 1e308 : -1e308));
            yield return ($"huge one sign {n}", Make(n, _ => 1e308 + (random.NextDouble() * 7e307)));
            yield return ($"huge among small {n}", Make(n, i => i == n - 1 ? double.MaxValue : i));
            yield return ($"denormal {n}", Make(n, _ => random.Next(100) * double.Epsilon));
            yield return ($"any magnitude {n}", Make(n, _ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue) & unchecked((long)0xFFDF_FFFF_FFFF_FFFF))));
            yield return ($"extremes {n}", Make(n, i => (i % 5) switch { 0 => double.MaxValue, 1 => double.MinValue, 2 => double.Epsilon, 3 => -0.0, _ => -1 }));
        }
    }

    /// <summary>Whether both are the same number to a relative error; null equals null.</summary>
    public static bool Near(double? expected, double? actual, double relative) =>
        (expected is null && actual is null)
        || (expected is { } e && actual is { } a && (e == a || Math.Abs(e - a) <= relative * Math.Max(Math.Abs(e), Math.Abs(a))));

    private static double[] Make(int n, Func<int, double> value) => [.. Enumerable.Range(0, n).Select(value)];
}
