using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Tests.Internals.Statistics;

public class CorrelationInferenceTests
{
    [Fact]
    public void Interval_MatchesFishersWorkedNumbers()
    {
        (double lower, double upper) = CorrelationInference.Interval(0.5, 28, 0.95)!.Value;
        Assert.Equal(Math.Tanh(Math.Atanh(0.5) - (1.959963984540054 / 5)), lower, 1e-12);
        Assert.Equal(Math.Tanh(Math.Atanh(0.5) + (1.959963984540054 / 5)), upper, 1e-12);
        Assert.Null(CorrelationInference.Interval(0.5, 3, 0.95));
        Assert.Equal((1, 1), CorrelationInference.Interval(1, 10, 0.95));
    }

    [Fact]
    public void RankIntervals_HaveTheVarianceOfFiellerHartleyAndPearson()
    {
        Assert.Equal(Math.Tanh(Math.Atanh(0.5) - (1.959963984540054 * Math.Sqrt(1.06 / 25))), CorrelationInference.SpearmanInterval(0.5, 28, 0.95)!.Value.Lower, 1e-12);
        Assert.Equal(Math.Tanh(Math.Atanh(0.5) + (1.959963984540054 * Math.Sqrt(0.437 / 24))), CorrelationInference.KendallInterval(0.5, 28, 0.95)!.Value.Upper, 1e-12);
        Assert.Null(CorrelationInference.KendallInterval(0.5, 4, 0.95));
    }

    [Fact]
    public void EffectiveSampleSize_OfAutoregressions_IsNearTheory()
    {
        Random random = new(5);
        double[] x = Autoregressive(random, 20_000, 0.8);
        double[] y = Autoregressive(random, 20_000, 0.5);
        Assert.InRange(CorrelationInference.EffectiveSampleSize(x, y), 8200, 8950);

        // White noise counts fully, or nearly.
        double[] white = Autoregressive(random, 20_000, 0);
        Assert.InRange(CorrelationInference.EffectiveSampleSize(x, white), 19_000, 20_000);
        Assert.Equal(3, CorrelationInference.EffectiveSampleSize([1, 1, 1], [1, 2, 3]));
        Assert.Equal(0, CorrelationInference.EffectiveSampleSize([], []));
    }

    [Fact]
    public void PValue_OfAutocorrelatedPairs_KeepsItsPromise_OnlyWithEffectiveSize()
    {
        Random random = new(9);
        int naive = 0;
        int effective = 0;
        const int Rounds = 400;
        for (int round = 0; round < Rounds; round++)
        {
            double[] x = Autoregressive(random, 200, 0.8);
            double[] y = Autoregressive(random, 200, 0.8);
            double r = Correlation.Pearson(x, y)!.Value;
            naive += CorrelationInference.PValue(r, 200) < 0.05 ? 1 : 0;
            effective += CorrelationInference.PValue(r, CorrelationInference.EffectiveSampleSize(x, y)) < 0.05 ? 1 : 0;
        }

        Assert.InRange(naive / (double)Rounds, 0.2, 0.6);
        Assert.InRange(effective / (double)Rounds, 0.02, 0.09);
    }

    [Fact]
    public void PValue_AtTheEnds_IsFinite()
    {
        Assert.Equal(0, CorrelationInference.PValue(1, 10));
        Assert.Equal(1, CorrelationInference.PValue(0, 10));
        Assert.Null(CorrelationInference.PValue(0.5, 2));
    }

    [Fact]
    public void LaggedCorrelation_ShiftedSeries_FindsTheShift()
    {
        Random random = new(2);
        double[] x = Autoregressive(random, 300, 0.3);
        double[] y = [.. Enumerable.Range(0, 300).Select(i => i >= 7 ? -2 * x[i - 7] : 0)];
        LaggedCorrelation best = LaggedCorrelation.Best(x, y, 20, CancellationToken.None)!.Value;
        Assert.Equal((7, 293), (best.Lag, best.Count));
        Assert.Equal(-1, best.Correlation, 1e-9);
        Assert.Equal(-7, LaggedCorrelation.Best(y, x, 20, CancellationToken.None)!.Value.Lag);
        Assert.Null(LaggedCorrelation.Best([1, 2], [2, 3], 5, CancellationToken.None));
        Assert.Null(LaggedCorrelation.Best([1, 1, 1, 1], [2, 3, 4, 5], 1, CancellationToken.None));
        Assert.Throws<OperationCanceledException>(() => LaggedCorrelation.Best(x, y, 20, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Autocorrelation_MatchesPlainSums()
    {
        double[] values = [1, 3, 2, 5, 4];
        Assert.Equal(((-2 * 0) + (0 * -1) + (-1 * 2) + (2 * 1)) / 10.0, Autocorrelation.At(values, 1), 1e-15);
        double[] function = new double[7];
        Autocorrelation.Function(values, function, CancellationToken.None);
        Assert.Equal(Autocorrelation.At(values, 2), function[1], 1e-15);
        Assert.Equal(0, function[6]);
        Assert.InRange(Autocorrelation.At([double.MaxValue, -double.MaxValue, double.MaxValue], 1), -1, 0);
    }

    private static double[] Autoregressive(Random random, int count, double coefficient)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            double noise = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            values[i] = (i > 0 ? coefficient * values[i - 1] : 0) + noise;
        }

        return values;
    }
}
