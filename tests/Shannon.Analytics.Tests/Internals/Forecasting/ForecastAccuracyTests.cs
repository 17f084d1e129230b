using Shannon.Analytics.Evaluation;
using Shannon.Analytics.Internals.Forecasting;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Internals.Forecasting;

/// <summary>A few of the published series, so that every build sees a forecaster that got worse; all of them are scored by the lane "forecasts".</summary>
public class ForecastAccuracyTests
{
    // Of the competition's reference method Naive2 over all hourly series.
    private const double Naive2Smape = 18.383;
    private const double Naive2Mase = 2.395;
    private const int Horizon = 48;
    private const int Day = 24;

    [Fact]
    public void M4Hourly_EveryThirtiethSeries_StaysWellBelowTheReference()
    {
        IReadOnlyDictionary<string, double[]> train = SeriesFiles.ReadRows(SharedData.File("forecast", "Hourly-train.csv"));
        IReadOnlyDictionary<string, double[]> test = SeriesFiles.ReadRows(SharedData.File("forecast", "Hourly-test.csv"));
        double smape = 0;
        double mase = 0;
        double covered = 0;
        string[] ids = [.. train.Keys.Where((_, i) => i % 30 == 0)];
        foreach (string id in ids)
        {
            double[] history = train[id];
            double[] future = test[id];
            Forecast forecast = M4Command.Forecast(history, Horizon, [Day, 7 * Day]);
            double scale = Enumerable.Range(Day, history.Length - Day).Average(i => Math.Abs(history[i] - history[i - Day]));
            smape += future.Zip(forecast.Point, (a, f) => 200 * Math.Abs(a - f) / (Math.Abs(a) + Math.Abs(f))).Average() / ids.Length;
            mase += future.Zip(forecast.Point, (a, f) => Math.Abs(a - f)).Average() / scale / ids.Length;
            covered += Enumerable.Range(0, Horizon).Count(h => future[h] >= forecast.Lower[h] && future[h] <= forecast.Upper[h]) / (double)Horizon / ids.Length;
        }

        double owa = ((smape / Naive2Smape) + (mase / Naive2Mase)) / 2;
        Assert.InRange(owa, 0, 0.56);
        Assert.InRange(covered, 0.88, 1);
    }

    [Theory]
    [InlineData(14, 0.96)]
    [InlineData(30, 0.92)]
    [InlineData(60, 0.92)]
    public void Nn5_AWeekAhead_BeatsSeasonalNaive(int history, double bar)
    {
        IReadOnlyDictionary<string, double[]> series = SeriesFiles.ReadColumns(SharedData.File("forecast", "nn5_daily_001-055.csv"));
        WeekScore score = Nn5Command.WeekAhead(series.Values.Where((_, i) => i % 6 == 0), history);

        // Relative to the seasonal naive forecast of the same weeks, since a few series may be harder or easier than all.
        Assert.InRange(score.Mase / score.NaiveMase, 0, bar);
        Assert.InRange(score.Coverage, 0.9, 0.985);
    }
}
