using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Tests.Internals.Statistics;

public class FarValuesTests
{
    [Fact]
    public void IndexOf_EveryShape_MatchesPlainTwin()
    {
        foreach ((string name, double[] values) in ValueShapes.All())
        {
            MomentsAccumulator moments = MomentsAccumulator.Of(values);
            double center = moments.Mean!.Value;
            foreach (double threshold in new[] { 0, 0.5, 1, 2, 3, 1e300 })
            {
                double distance = threshold * (moments.StandardDeviation ?? 0);
                for (int start = 0; start < values.Length; start += Math.Max(1, values.Length / 20))
                {
                    int expected = FarValues.IndexOfPlain(values.AsSpan(start), center, distance);
                    Assert.True(expected == FarValues.IndexOf(values.AsSpan(start), center, distance), $"{name} {threshold} {start}");
                }
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(1000)]
    public void IndexOf_OneFarValue_IsFoundWhereverItStands(int others)
    {
        for (int at = 0; at <= others; at++)
        {
            double[] values = new double[others + 1];
            values[at] = at % 2 == 0 ? 5 : -5;
            Assert.Equal(at, FarValues.IndexOf(values, 0, 5));
            Assert.Equal(-1, FarValues.IndexOf(values, 0, 5.000001));
        }
    }

    [Fact]
    public void IndexOf_Nothing_IsNotFound() => Assert.Equal(-1, FarValues.IndexOf([], 0, 0));
}
