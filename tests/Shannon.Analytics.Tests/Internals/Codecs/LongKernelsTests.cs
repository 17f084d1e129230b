using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Tests.Internals.Codecs;

public class LongKernelsTests
{
    [Fact]
    public void Kernels_EveryShape_MatchPlainTwins()
    {
        foreach ((string name, long[] values) in ColumnShapes.Longs())
        {
            if (values.Length == 0)
            {
                continue;
            }

            Assert.True((values.Min(), values.Max()) == LongKernels.MinMax(values), name);

            long[] deltas = new long[values.Length - 1];
            int changes = LongKernels.Differences(values, deltas);
            long[] expected = [.. values.Skip(1).Zip(values, (next, previous) => unchecked(next - previous))];
            Assert.True(expected.AsSpan().SequenceEqual(deltas), name);
            Assert.True(expected.Count(d => d != 0) == changes, name);

            ulong[] residuals = new ulong[values.Length];
            LongKernels.Subtract(values, values[0], residuals);
            Assert.True(values.Select(v => unchecked((ulong)v - (ulong)values[0])).SequenceEqual(residuals), name);

            long[] back = [.. residuals.Select(u => unchecked((long)u))];
            LongKernels.Add(back, values[0]);
            Assert.True(values.AsSpan().SequenceEqual(back), name);

            long[] sums = [values[0], .. deltas];
            LongKernels.PrefixSum(sums);
            Assert.True(values.AsSpan().SequenceEqual(sums), name);
        }
    }
}
