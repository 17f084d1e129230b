using System.Diagnostics;
using Shannon.Analytics.Internals.Forecasting;

namespace Shannon.Analytics.Tests.Internals.Forecasting;

public class ForecasterTests
{
    private static readonly ForecastOptions Week = new() { Horizon = 7, Periods = [7], NonNegative = true };

    [Fact]
    public void Forecast_FewerThanTwoValuesOtherThanZero_RepeatsTheLastAndSaysSo()
    {
        foreach (double?[] values in (double?[][])[[], [null, null], [5], [0, 0, 5], [0, 0, 0], [null, 3, null], [5, 0]])
        {
            Forecast forecast = Forecaster.Forecast(values, Week, CancellationToken.None);
            double last = values.LastOrDefault(value => value is not null) ?? 0;
            Assert.True(forecast.InsufficientData);
            Assert.Equal(ForecastMethod.LastValue, forecast.Method);
            Assert.All(forecast.Point, point => Assert.Equal(last, point));
            Check(forecast, 7, nonNegative: true);
        }
    }

    [Fact]
    public void Forecast_AnyShape_IsFiniteOrderedAndDeterministic()
    {
        Random random = new(51);
        for (int round = 0; round < 150; round++)
        {
            int n = random.Next(2, 70);
            double scale = (round % 6) switch { 0 => 1e300, 1 => 1e-300, 2 => double.MaxValue, 3 => double.Epsilon, _ => 1 };
            double?[] values = [.. Enumerable.Range(0, n).Select(_ => Shape(round % 7, random) * scale)];
            ForecastOptions options = new() { Horizon = 1 + random.Next(30), Periods = round % 2 == 0 ? [7] : [3, 7, 12], NonNegative = round % 3 == 0, Confidence = 0.8 };
            Forecast forecast = Forecaster.Forecast(values, options, CancellationToken.None);
            Check(forecast, options.Horizon, options.NonNegative);
            Forecast again = Forecaster.Forecast(values, options, CancellationToken.None);
            Assert.Equal(forecast.Point, again.Point);
            Assert.Equal(forecast.Lower, again.Lower);
            Assert.Equal(forecast.Upper, again.Upper);
        }
    }

    [Fact]
    public void Forecast_ConstantSeries_StaysThere()
    {
        Forecast forecast = Forecaster.Forecast([.. Enumerable.Repeat((double?)42, 40)], Week, CancellationToken.None);
        Assert.False(forecast.InsufficientData);
        Assert.All(forecast.Point, point => Assert.Equal(42, point, 1e-6));
        Assert.All(forecast.Upper.Zip(forecast.Lower), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
    }

    [Fact]
    public void Forecast_WeekdayProfileOfTwoWeeks_IsContinued()
    {
        Random random = new(52);
        double?[] values = [.. Enumerable.Range(0, 14).Select(i => (double?)((i % 7 >= 5 ? 10 : 100) + random.NextDouble()))];
        Forecast forecast = Forecaster.Forecast(values, Week, CancellationToken.None);
        Assert.All(forecast.Point.Index(), entry => Assert.Equal(entry.Index >= 5 ? 10 : 100, entry.Item, 5.0));
    }

    [Fact]
    public void Forecast_Line_IsContinued()
    {
        Random random = new(53);
        double?[] values = [.. Enumerable.Range(0, 60).Select(i => (double?)(100 + (3 * i) + random.NextDouble()))];
        Forecast forecast = Forecaster.Forecast(values, Week, CancellationToken.None);
        Assert.All(forecast.Point.Index(), entry => Assert.Equal(100.5 + (3 * (60 + entry.Index)), entry.Item, 3.0));
    }

    [Fact]
    public void Forecast_GapsInASeason_AreBridged()
    {
        Random random = new(54);
        double?[] full = [.. Enumerable.Range(0, 90).Select(i => (double?)((i % 7 >= 5 ? 10 : 100) + (5 * random.NextDouble())))];
        double?[] gaps = [null, null, .. full.Select((value, i) => i % 11 == 3 || i is > 40 and < 46 ? null : value)];
        Forecast expected = Forecaster.Forecast(full, Week, CancellationToken.None);
        Forecast actual = Forecaster.Forecast(gaps, Week, CancellationToken.None);
        Assert.Equal([7], actual.Periods);
        Assert.All(expected.Point.Zip(actual.Point), pair => Assert.Equal(pair.First, pair.Second, 8.0));
    }

    [Fact]
    public void Forecast_Counts_NeverFallBelowZero()
    {
        double?[] values = [.. Enumerable.Range(0, 40).Select(i => (double?)Math.Max(0, 80 - (4 * i)))];
        Forecast forecast = Forecaster.Forecast(values, Week, CancellationToken.None);
        Assert.All(forecast.Point, point => Assert.InRange(point, 0, 100));
        Assert.All(forecast.Lower, point => Assert.InRange(point, 0, 100));
    }

    [Fact]
    public void Forecast_HigherConfidence_IsWider()
    {
        Random random = new(55);
        double?[] values = [.. Enumerable.Range(0, 80).Select(i => (double?)(50 + (10 * random.NextDouble())))];
        Forecast narrow = Forecaster.Forecast(values, Week with { Confidence = 0.5 }, CancellationToken.None);
        Forecast wide = Forecaster.Forecast(values, Week with { Confidence = 0.99 }, CancellationToken.None);
        Assert.Equal(narrow.Point, wide.Point);
        Assert.All(narrow.Upper.Zip(wide.Upper), pair => Assert.True(pair.First < pair.Second));
        Assert.All(narrow.Lower.Zip(wide.Lower), pair => Assert.True(pair.First > pair.Second));
    }

    [Fact]
    public void Forecast_IndependentNoise_IsCoveredAsPromised()
    {
        Random random = new(56);
        foreach (int n in new[] { 14, 30, 90 })
        {
            int inside = 0;
            const int Rounds = 60;
            for (int round = 0; round < Rounds; round++)
            {
                double?[] values = [.. Enumerable.Range(0, n + 7).Select(_ => (double?)(random.NextDouble() + random.NextDouble() + random.NextDouble()))];
                Forecast forecast = Forecaster.Forecast(values.AsSpan(0, n), Week, CancellationToken.None);
                for (int h = 0; h < 7; h++)
                {
                    inside += values[n + h] >= forecast.Lower[h] && values[n + h] <= forecast.Upper[h] ? 1 : 0;
                }
            }

            Assert.InRange(inside / (7.0 * Rounds), 0.9, 1);
        }
    }

    [Fact]
    public void Forecast_WrongOptions_SayWhatIsAllowed()
    {
        Assert.Contains("at least one step", Assert.Throws<ArgumentOutOfRangeException>(() => Forecaster.Forecast([1, 2], Week with { Horizon = 0 }, CancellationToken.None)).Message, StringComparison.Ordinal);
        Assert.Contains("0.95", Assert.Throws<ArgumentOutOfRangeException>(() => Forecaster.Forecast([1, 2], Week with { Confidence = 1 }, CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forecast_Cancelled_Stops() =>
        Assert.Throws<OperationCanceledException>(() => Forecaster.Forecast([.. Enumerable.Range(0, 60).Select(i => (double?)(i % 7) + 1)], Week, new CancellationToken(canceled: true)));

    [Fact]
    public void Forecast_NinetyDays_TakesMilliseconds()
    {
        Random random = new(57);
        double?[] values = [.. Enumerable.Range(0, 90).Select(i => (double?)((i % 7 * 10) + random.NextDouble()))];
        Forecaster.Forecast(values, Week, CancellationToken.None);
        double least = double.PositiveInfinity;
        for (int i = 0; i < 10; i++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            Forecaster.Forecast(values, Week, CancellationToken.None);
            least = Math.Min(least, watch.Elapsed.TotalMilliseconds);
        }

        // A guard against another order of magnitude, generous for unoptimised builds and busy machines; the benchmark holds the real figure.
        Assert.InRange(least, 0, 250);
    }

    private static void Check(Forecast forecast, int horizon, bool nonNegative)
    {
        Assert.Equal((horizon, horizon, horizon), (forecast.Point.Length, forecast.Lower.Length, forecast.Upper.Length));
        for (int h = 0; h < horizon; h++)
        {
            Assert.True(double.IsFinite(forecast.Lower[h]) && double.IsFinite(forecast.Upper[h]), $"{forecast.Lower[h]} {forecast.Upper[h]}");
            Assert.InRange(forecast.Point[h], forecast.Lower[h], forecast.Upper[h]);
            Assert.True(!nonNegative || forecast.Lower[h] >= 0);
        }
    }

    private static double? Shape(int kind, Random random) => kind switch
    {
        0 => random.NextDouble(),
        1 => random.Next(2),
        2 => random.Next(3) == 0 ? null : random.NextDouble() - 0.5,
        3 => random.Next(20) == 0 ? 1 : 0,
        4 => 1,
        5 => random.Next(4) == 0 ? double.NaN : -random.NextDouble(),
        _ => Math.Exp(-20 * random.NextDouble()),
    };
}
