using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Tests.Internals.Statistics;

public class MomentsAccumulatorTests
{
    [Fact]
    public void Empty_HasNoNumbers()
    {
        MomentsAccumulator moments = MomentsAccumulator.Of([]);
        moments.Merge(default);

        Assert.Equal((0L, 0.0, null, null, null, null), (moments.Count, moments.Sum, moments.Mean, moments.Min, moments.Max, moments.StandardDeviation));
    }

    [Fact]
    public void Of_EveryShape_MatchesExactArithmetic()
    {
        foreach ((string name, double[] values) in ValueShapes.All())
        {
            Check(name, values, MomentsAccumulator.Of(values));
        }
    }

    [Fact]
    public void Merge_AnySplit_MatchesExactArithmetic()
    {
        Random random = new(1);
        foreach ((string name, double[] values) in ValueShapes.Of(2, 65, 700, 5000))
        {
            MomentsAccumulator merged = default;
            for (int from = 0; from < values.Length;)
            {
                int to = Math.Min(values.Length, from + random.Next(0, 1 + (values.Length / 2)));
                merged.Merge(MomentsAccumulator.Of(values.AsSpan(from, to - from)));
                from = to;
            }

            Check(name, values, merged);
        }
    }

    [Fact]
    public void Restore_OfParts_GoesOnAsBefore()
    {
        foreach ((string name, double[] values) in ValueShapes.Of(100))
        {
            MomentsAccumulator moments = MomentsAccumulator.Of(values);
            MomentsAccumulator restored = MomentsAccumulator.Restore(moments.Count, moments.Min!.Value, moments.Max!.Value, moments.Parts);
            restored.Add(values);
            moments.Add(values);
            Assert.True(
                (moments.Count, moments.Min, moments.Max, moments.Parts) == (restored.Count, restored.Min, restored.Max, restored.Parts), name);
        }
    }

    [Theory]
    [InlineData("NumAcc1", new double[] { 10000001, 10000003, 10000002 }, 10000002, 1)]
    [InlineData("PiDigits head", new double[] { 3, 1, 4, 1, 5, 9, 2, 6, 5, 3 }, 3.9, 2.4698178070456938)]
    public void Of_ReferenceData_MatchesCertifiedValues(string name, double[] values, double mean, double deviation)
    {
        MomentsAccumulator moments = MomentsAccumulator.Of(values);
        Assert.True(ValueShapes.Near(mean, moments.Mean, 1e-15), name);
        Assert.True(ValueShapes.Near(deviation, moments.StandardDeviation, 1e-15), name);
    }

    /// <summary>NIST StRD univariate, higher difficulty: 1001 values, certified mean and standard deviation exact.</summary>
    [Theory]
    [InlineData(1.2, 1.1, 1.3, 1e-13)]
    [InlineData(1000000.2, 1000000.1, 1000000.3, 1e-8)]
    [InlineData(10000000.2, 10000000.1, 10000000.3, 1e-7)]
    public void Of_NumAcc_MatchesCertifiedValues(double first, double low, double high, double inputRounding)
    {
        double[] values = [first, .. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? low : high)];
        MomentsAccumulator moments = MomentsAccumulator.Of(values);
        Assert.True(ValueShapes.Near(first, moments.Mean, 3e-16));

        // The certified 0.1 is of the decimals; doubles of this size only come that near to them.
        Assert.True(ValueShapes.Near(0.1, moments.StandardDeviation, inputRounding));
        Assert.True(ValueShapes.Near(ExactArithmetic.StandardDeviation(values), moments.StandardDeviation, 1e-14));
    }

    [Fact]
    public void Of_SumBeyondRange_IsNullAndMeanStaysRight()
    {
        MomentsAccumulator moments = MomentsAccumulator.Of([1.5e308, 1.5e308, 1.5e308]);
        Assert.Null(moments.Sum);
        Assert.Equal(1.5e308, moments.Mean);
        Assert.Equal(0, moments.StandardDeviation);

        moments.Add([-1.5e308, -1.5e308]);
        Assert.Equal(1.5e308, moments.Sum);
    }

    private static void Check(string name, double[] values, MomentsAccumulator moments)
    {
        Assert.True(moments.Count == values.Length, name);
        Assert.True(moments.Min == values.Min() && moments.Max == values.Max(), $"{name}: extremes {moments.Min} {moments.Max}");

        // Where terms cancel, the error is relative to the terms: one rounding of the sum, and n * 2^-106 of all of them.
        double tolerance = values.Length * values.Max(Math.Abs) * 1e-31;
        double? sum = ExactArithmetic.Sum(values);
        Assert.True(ValueShapes.Near(sum, moments.Sum, 3e-16) || Math.Abs(sum!.Value - moments.Sum!.Value) <= tolerance, $"{name}: sum {sum:R} {moments.Sum:R}");
        double? mean = ExactArithmetic.Mean(values);
        Assert.True(ValueShapes.Near(mean, moments.Mean, 4e-16) || Math.Abs(mean!.Value - moments.Mean!.Value) <= double.Epsilon + tolerance, $"{name}: mean {mean:R} {moments.Mean:R}");
        double? deviation = ExactArithmetic.StandardDeviation(values);
        Assert.True(
            ValueShapes.Near(deviation, moments.StandardDeviation, 1e-14) || (deviation < 1e-150 && moments.StandardDeviation < 1e-150),
            $"{name}: deviation {deviation:R} {moments.StandardDeviation:R}");
    }
}
