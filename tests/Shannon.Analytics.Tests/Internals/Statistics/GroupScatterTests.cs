using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Tests.Internals.Statistics;

public class GroupScatterTests
{
    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(1000, 1)]
    [InlineData(1000, 7)]
    [InlineData(1000, 5000)]
    [InlineData(100_000, 50)]
    public void Scatter_InBatches_BringsGroupsTogether(int rows, int groups)
    {
        Random random = new(rows + groups);
        int[] codes = [.. Enumerable.Range(0, rows).Select(_ => random.Next(-1, groups))];
        double[] values = [.. codes.Select(_ => random.NextDouble())];
        int half = rows / 2;
        int[] counts = new int[groups];
        GroupScatter.Count(codes.AsSpan(..half), counts);
        GroupScatter.Count(codes.AsSpan(half..), counts);
        int[] offsets = new int[groups + 1];
        int total = GroupScatter.Offsets(counts, offsets);
        double[] target = new double[total];
        int[] next = [.. offsets];
        GroupScatter.Scatter<double>(codes.AsSpan(..half), values.AsSpan(..half), next, target);
        GroupScatter.Scatter<double>(codes.AsSpan(half..), values.AsSpan(half..), next, target);

        Assert.Equal(codes.Count(code => code >= 0), total);
        ILookup<int, double> expected = codes.Zip(values).ToLookup(row => row.First, row => row.Second);
        for (int group = 0; group < groups; group++)
        {
            Assert.True(expected[group].SequenceEqual(target[offsets[group]..offsets[group + 1]]));
        }
    }

    [Fact]
    public void Offsets_MoreRowsThanFit_Throw() =>
        Assert.Throws<OverflowException>(() => GroupScatter.Offsets([int.MaxValue, 1], new int[3]));
}
