using Shannon.Analytics.Internals.Forecasting;

namespace Shannon.Analytics.Tests.Internals.Forecasting;

public class StlTests
{
    /// <summary>The series, and what the authors' Fortran makes of it at period 7, as several published ports are tested.</summary>
    private static readonly double[] Reference = [5, 9, 2, 9, 0, 6, 3, 8, 5, 8, 7, 8, 8, 0, 2, 5, 0, 5, 6, 7, 3, 6, 1, 4, 4, 4, 3, 7, 5, 8];

    private static readonly StlOptions Published = new() { SeasonalWindow = 7, SeasonalDegree = 0, InnerPasses = 2, RobustPasses = 0, Jumps = true };

    [Fact]
    public void Decompose_ReferenceSeries_MatchesTheAuthorsProgram()
    {
        StlDecomposition parts = Stl.Decompose(Reference, 7, Published, CancellationToken.None);
        Same([0.36926576, 0.75655484, -1.3324139, 1.9553658, -0.6044802], parts.Seasonal);
        Same([4.804099, 4.9097075, 5.015316, 5.16045, 5.305584], parts.Trend);
        Same([-0.17336464, 3.3337379, -1.6829021, 1.8841844, -4.7011037], parts.Remainder);
        Same([1, 1, 1, 1, 1], parts.Weights);
    }

    [Fact]
    public void Decompose_ReferenceSeriesRobustly_MatchesTheAuthorsProgram()
    {
        StlDecomposition parts = Stl.Decompose(Reference, 7, Published with { InnerPasses = 1, RobustPasses = 15 }, CancellationToken.None);
        Same([0.14922355, 0.47939026, -1.833231, 1.7411387, 0.8200711], parts.Seasonal);
        Same([5.397365, 5.4745436, 5.5517216, 5.6499176, 5.748114], parts.Trend);
        Same([-0.5465884, 3.0460663, -1.7184906, 1.6089439, -6.5681853], parts.Remainder);
        Same([0.99374926, 0.8129377, 0.9385952, 0.9458036, 0.29742217], parts.Weights);
    }

    [Fact]
    public void Decompose_OneOutlier_LeavesItInTheRemainder()
    {
        double[] values = Seasonal(140, 0);
        values[60] += 50;
        StlDecomposition parts = Stl.Decompose(values, 7, StlOptions.Robust, CancellationToken.None);
        Assert.Equal(50, parts.Remainder[60], 1.0);
        Assert.Equal(0, parts.Weights[60]);
    }

    [Fact]
    public void Decompose_PeriodicWindow_RepeatsOneSeason()
    {
        StlDecomposition parts = Stl.Decompose(Seasonal(100, 5), 7, StlOptions.Robust with { SeasonalWindow = 0 }, CancellationToken.None);
        for (int i = 7; i < 100; i++)
        {
            Assert.Equal(parts.Seasonal[i - 7], parts.Seasonal[i], 1e-12);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(90)]
    public void Decompose_AnyLength_AddsUpToTheValues(int count)
    {
        double[] values = Seasonal(count, 3);
        StlDecomposition parts = Stl.Decompose(values, 7, StlOptions.Robust, CancellationToken.None);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(values[i], parts.Trend[i] + parts.Seasonal[i] + parts.Remainder[i], 1e-12);
        }
    }

    [Fact]
    public void Mstl_TwoSeasons_TellsThemApart()
    {
        double[] values = [.. Enumerable.Range(0, 24 * 7 * 4).Select(i => 100 + (0.01 * i) + (10 * Math.Sin(2 * Math.PI * i / 24)) + (i / 24 % 7 >= 5 ? -20 : 8))];
        MstlDecomposition parts = Mstl.Decompose(values, [24, 168], StlOptions.Robust, 2, CancellationToken.None);
        double explained = 0;
        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(values[i], parts.Trend[i] + parts.Seasons[0][i] + parts.Seasons[1][i] + parts.Remainder[i], 1e-9);
            explained += parts.Remainder[i] * parts.Remainder[i];
        }

        Assert.True(Math.Sqrt(explained / values.Length) < 1.5, $"{Math.Sqrt(explained / values.Length)}");
    }

    [Fact]
    public void Decompose_Cancelled_Stops() =>
        Assert.Throws<OperationCanceledException>(() => Stl.Decompose(Seasonal(100, 1), 7, StlOptions.Robust, new CancellationToken(canceled: true)));

    private static double[] Seasonal(int count, double noise)
    {
        Random random = new(count);
        return [.. Enumerable.Range(0, count).Select(i => 20 + (i % 7 * 3) + (0.1 * i) + (noise * random.NextDouble()))];
    }

    // The reference was computed in single precision.
    private static void Same(double[] expected, double[] actual) => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
}
