namespace Shannon.Analytics.Tests.Internals.Codecs;

/// <summary>Named columns as they come in practice, and the extremes. Seeded, so that a failure can be repeated by name.</summary>
internal static class ColumnShapes
{
    private static readonly int[] Lengths = [1, 2, 3, 7, 8, 9, 63, 64, 65, 255, 256, 257, 511, 513, 1000, 2049];

    public static IEnumerable<(string Name, long[] Values)> Longs()
    {
        yield return ("empty", []);
        yield return ("extremes", [long.MinValue, long.MaxValue, 0, -1, 1, long.MaxValue, long.MinValue]);
        yield return ("one min", [long.MinValue]);
        yield return ("one max", [long.MaxValue]);
        foreach (int n in Lengths)
        {
            Random random = new(n);
            long now = 1_790_000_000_000_000;
            yield return ($"constant {n}", Make(n, _ => -42L));
            yield return ($"sorted {n}", Make(n, i => now + (1000L * i)));
            yield return ($"near sorted {n}", Make(n, i => now + (1000L * i) + random.Next(-3000, 3000)));
            yield return ($"sorted with pauses {n}", Make(n, _ => now += random.Next(100) == 0 ? 30_000_000_000 : random.Next(2000)));
            yield return ($"random {n}", Make(n, _ => random.NextInt64(long.MinValue, long.MaxValue)));
            yield return ($"small {n}", Make(n, _ => (long)random.Next(0, 100)));
            yield return ($"heavy tail {n}", Make(n, _ => (long)Math.Exp(random.NextDouble() * random.NextDouble() * 20)));
            yield return ($"runs {n}", Make(n, i => (long)new Random(i / 50).Next()));
            yield return ($"sparse {n}", Make(n, _ => random.Next(40) == 0 ? random.NextInt64() : 0));
            yield return ($"alternating extremes {n}", Make(n, i => i % 2 == 0 ? long.MinValue : long.MaxValue));
            for (int width = 1; width <= 64; width += 7)
            {
                long mask = (long)(ulong.MaxValue >> (64 - width));
                yield return ($"{width} bits {n}", Make(n, _ => random.NextInt64(long.MinValue, long.MaxValue) & mask));
            }
        }
    }

    public static IEnumerable<(string Name, double[] Values)> Doubles()
    {
        double[] special =
        [
            0.0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, -double.Epsilon,
            double.MaxValue, double.MinValue, BitConverter.UInt64BitsToDouble(0x7FF0000000000001), BitConverter.UInt64BitsToDouble(0xFFF8123456789ABC),
            1L << 51, -(1L << 51), (1L << 51) - 1, 1L << 53, 0.1 + 0.2, 1e-14, 1e-15, 1e22,
        ];
        yield return ("empty", []);
        yield return ("special", special);
        foreach (double value in special)
        {
            yield return ($"one {BitConverter.DoubleToInt64Bits(value):X}", [value]);
            yield return ($"one among decimals {BitConverter.DoubleToInt64Bits(value):X}", Make(100, i => i == 50 ? value : i / 4.0));
            yield return ($"first of decimals {BitConverter.DoubleToInt64Bits(value):X}", Make(100, i => i == 0 ? value : i * 0.01));
        }

        foreach (int n in Lengths)
        {
            Random random = new(n);
            yield return ($"constant {n}", Make(n, _ => 0.3));
            yield return ($"integers {n}", Make(n, _ => (double)random.Next()));
            yield return ($"random bits {n}", Make(n, _ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))));
            yield return ($"fractions {n}", Make(n, _ => random.NextDouble()));
            yield return ($"mixed {n}", Make(n, i => i % 3 == 0 ? random.NextDouble() : Math.Round(random.NextDouble() * 100, 2)));
            yield return ($"mostly decimal {n}", Make(n, i => i % 20 == 3 ? random.NextDouble() : Math.Round(random.NextDouble() * 100, 2)));
            yield return ($"signed zeros {n}", Make(n, i => random.Next(10) == 0 ? -0.0 : i % 5));
            for (int places = 0; places <= 6; places++)
            {
                yield return ($"{places} places {n}", Make(n, _ => Math.Round((random.NextDouble() - 0.5) * 1000, places)));
            }
        }
    }

    public static IEnumerable<(string Name, int Distinct, int[] Codes)> Codes()
    {
        yield return ("empty", 0, []);
        yield return ("one", 1, [0]);
        yield return ("greatest", int.MaxValue, [int.MaxValue - 1, 0]);
        foreach (int n in Lengths)
        {
            foreach (int distinct in new[] { 1, 2, 3, 200, 4096, 1 << 20 })
            {
                Random random = new(n + distinct);
                yield return ($"uniform {distinct} {n}", distinct, Make(n, _ => random.Next(distinct)));
                yield return ($"skewed {distinct} {n}", distinct, Make(n, _ => (int)(distinct * Math.Pow(random.NextDouble(), 8))));
                yield return ($"runs {distinct} {n}", distinct, Make(n, i => new Random(i / 40).Next(distinct)));
            }
        }
    }

    public static IEnumerable<(string Name, bool[] Present)> Presences()
    {
        yield return ("empty", []);
        foreach (int n in Lengths)
        {
            Random random = new(n);
            yield return ($"all {n}", Make(n, _ => true));
            yield return ($"none {n}", Make(n, _ => false));
            yield return ($"half {n}", Make(n, _ => random.Next(2) == 0));
            yield return ($"first {n}", Make(n, i => i == 0));
            yield return ($"last {n}", Make(n, i => i == n - 1));
            yield return ($"all but last {n}", Make(n, i => i != n - 1));
            yield return ($"runs {n}", Make(n, i => new Random(i / 200).Next(2) == 0));
        }
    }

    public static IEnumerable<(string Name, string[] Values)> Texts()
    {
        yield return ("empty", []);
        yield return ("one empty", [string.Empty]);
        yield return ("lone surrogates", ["plain", "\uD800", "x\uDC00y", "\uDC00\uD800", string.Empty, "\uD83D\uDE00"]);
        yield return ("long", [new string('a', 100_000), string.Empty, new string('é', 50_000)]);
        foreach (int n in Lengths)
        {
            Random random = new(n);
            yield return ($"ids {n}", Make(n, _ => $"{random.NextInt64():x16}"));
            yield return ($"paths {n}", Make(n, i => $"/home/user/project/src/File{i % 37}.cs"));
            yield return ($"unicode {n}", Make(n, i => string.Concat(Enumerable.Repeat("aé漢\U0001F600", i % 5))));
            yield return ($"a lone surrogate among many {n}", Make(n, i => i == n / 2 ? "\uDFFFtail" : "some repeated message text"));
        }
    }

    private static T[] Make<T>(int n, Func<int, T> value) => [.. Enumerable.Range(0, n).Select(value)];
}
