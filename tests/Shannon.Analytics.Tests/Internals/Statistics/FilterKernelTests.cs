using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Tests.Internals.Statistics;

public class FilterKernelTests
{
    private static readonly int[] Lengths = [0, 1, 63, 64, 65, 127, 128, 200, 1000, 4096];

    [Fact]
    public void InRange_EveryShape_MatchesPlainTwin()
    {
        foreach ((string name, double[] values) in ValueShapes.All())
        {
            foreach (var (min, max) in new[] { (0.0, 1.0), (double.MinValue, double.MaxValue), (1, 0), (-0.0, 0.0), (values[0], values[^1]) })
            {
                ulong[] mask = new ulong[BitMask.Words(values.Length)];
                FilterKernel.InRange(values, min, max, mask);
                Check(name, [.. values.Select(value => value >= min && value <= max)], mask);
            }
        }

        ulong[] absent = new ulong[2];
        FilterKernel.InRange([.. Enumerable.Repeat(double.NaN, 70)], double.NegativeInfinity, double.PositiveInfinity, absent);
        Assert.Equal(0, BitMask.Count(absent));
    }

    [Fact]
    public void InRange_Longs_MatchesPlainTwin()
    {
        foreach (int n in Lengths)
        {
            Random random = new(n);
            long[] values = [.. Enumerable.Range(0, n).Select(i => (i % 5) switch { 0 => long.MinValue, 1 => long.MaxValue, _ => random.NextInt64(-5, 5) })];
            foreach (var (min, max) in new[] { (0L, 3L), (long.MinValue, long.MaxValue), (long.MinValue, -1L), (1L, 0L) })
            {
                ulong[] mask = new ulong[BitMask.Words(n)];
                FilterKernel.InRange(values, min, max, mask);
                Check($"{n}", [.. values.Select(value => value >= min && value <= max)], mask);
            }
        }
    }

    [Fact]
    public void Codes_AnyTable_MatchPlainTwin()
    {
        foreach (int n in Lengths)
        {
            Random random = new(n);
            int[] codes = [.. Enumerable.Range(0, n).Select(_ => random.Next(-1, 6))];
            bool[] accepted = [.. Enumerable.Range(0, 7).Select(_ => random.Next(2) == 0)];
            ulong[] mask = new ulong[BitMask.Words(n)];
            FilterKernel.Accepted(codes, accepted, mask);
            Check($"{n}", [.. codes.Select(code => accepted[code + 1])], mask);
            FilterKernel.EqualTo(codes, -1, mask);
            Check($"{n}", [.. codes.Select(code => code == -1)], mask);
            bool[] bools = [.. codes.Select(code => code > 2)];
            FilterKernel.FromBools(bools, mask);
            Check($"{n}", bools, mask);
        }
    }

    [Fact]
    public void Masks_Combined_MatchBools()
    {
        foreach (int n in Lengths)
        {
            Random random = new(n);
            bool[] a = [.. Enumerable.Range(0, n).Select(_ => random.Next(2) == 0)];
            bool[] b = [.. Enumerable.Range(0, n).Select(_ => random.Next(2) == 0)];
            ulong[] other = MaskOf(b);
            ulong[] and = MaskOf(a);
            BitMask.And(and, other);
            Check($"{n}", [.. a.Zip(b, (x, y) => x && y)], and);
            ulong[] or = MaskOf(a);
            BitMask.Or(or, other);
            Check($"{n}", [.. a.Zip(b, (x, y) => x || y)], or);
            ulong[] not = MaskOf(a);
            BitMask.Not(not, n);
            Check($"{n}", [.. a.Select(x => !x)], not);
            BitMask.Fill(not, n);
            Check($"{n}", [.. a.Select(_ => true)], not);
        }
    }

    [Fact]
    public void Compress_AnyMask_KeepsSelectedInOrder()
    {
        foreach (int n in Lengths)
        {
            foreach (int density in new[] { 0, 1, 50, 99, 100 })
            {
                Random random = new(n + density);
                bool[] selected = [.. Enumerable.Range(0, n).Select(_ => random.Next(100) < density)];
                ulong[] mask = MaskOf(selected);
                double[] values = [.. selected.Select(_ => random.NextDouble())];
                double[] expected = [.. values.Where((_, i) => selected[i])];
                int[] codes = [.. values.Select(value => (int)(value * 1000))];
                long[] longs = [.. codes.Select(code => (long)code)];

                double[] target = new double[expected.Length];
                Assert.Equal(expected.Length, CompressKernel.Compress(values, mask, target));
                Assert.Equal(expected, target);
                int[] codeTarget = new int[n];
                int count = CompressKernel.Compress(codes, mask, codeTarget);
                Assert.Equal(codes.Where((_, i) => selected[i]), codeTarget.Take(count));
                long[] longTarget = new long[expected.Length];
                Assert.Equal(expected.Length, CompressKernel.Compress(longs, mask, longTarget));
                Assert.Equal(longs.Where((_, i) => selected[i]), longTarget);
            }
        }
    }

    private static ulong[] MaskOf(bool[] values)
    {
        ulong[] mask = new ulong[BitMask.Words(values.Length)];
        FilterKernel.FromBools(values, mask);
        return mask;
    }

    private static void Check(string name, bool[] expected, ulong[] mask)
    {
        int[] indexes = new int[expected.Length];
        int count = BitMask.Indexes(mask, indexes);
        Assert.True(expected.Index().Where(row => row.Item).Select(row => row.Index).SequenceEqual(indexes.Take(count)), name);
        Assert.True(count == BitMask.Count(mask), name);
    }
}
