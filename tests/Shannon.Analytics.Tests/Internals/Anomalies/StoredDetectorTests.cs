using CsCheck;
using Shannon.Analytics.Internals.Anomalies;
using static Shannon.Analytics.Tests.Internals.Anomalies.Series;

namespace Shannon.Analytics.Tests.Internals.Anomalies;

/// <summary>The detectors of stored series against plain oracles.</summary>
public class StoredDetectorTests
{
    public enum Method
    {
        ZScore,
        Median,
        Quartiles,
        Seasonal,
    }

    public static TheoryData<Method> Methods => [Method.ZScore, Method.Median, Method.Quartiles, Method.Seasonal];

    public static TheoryData<Method> WindowedMethods => [Method.ZScore, Method.Median, Method.Quartiles];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Detect_TooFewOrConstantValues_FindsNothing(Method method)
    {
        Assert.Empty(Run(method, [], [], 1e-9, Hour));
        Assert.Empty(Run(method, [1], [5], 1e-9, Hour));
        Assert.Empty(Run(method, [1, 2], [5, 900], 1e-9, Hour));
        Series constant = new Series(1).Add(500, _ => 0.1);
        Assert.Empty(Run(method, constant.Times, constant.Values, 1e-9, Hour));
        Assert.Empty(Run(method, constant.Times, constant.Values, 1e-9, 100 * Day));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Detect_OneFarValue_FindsIt(Method method)
    {
        Series series = new Series(2).Noise(300).Add(1, _ => 160).Noise(300);
        foreach (long window in new[] { 10 * Hour, 100 * Day })
        {
            AnomalyPoint anomaly = Assert.Single(Run(method, series.Times, series.Values, 4, window));
            Assert.Equal((series.Times[300], 160.0, DeviationSide.High, DeviationCause.Spike), (anomaly.TimeMicros, anomaly.Value, anomaly.Side, anomaly.Cause));
            Assert.InRange(anomaly.Expected, 95, 106);
            Assert.InRange(anomaly.Lower, 50, anomaly.Expected);
            Assert.InRange(anomaly.Upper, anomaly.Expected, 160);
            Assert.InRange(anomaly.Score, 4, 100);
        }
    }

    [Fact]
    public void Detect_MostValuesEqual_StillFindsTheFarOne()
    {
        Series series = new Series(2).Add(100, i => i == 60 ? 9 : 5);
        Assert.Single(Run(Method.Median, series.Times, series.Values, 3.5, 100 * Day));
        Assert.Single(Run(Method.Quartiles, series.Times, series.Values, 1.5, 100 * Day));
    }

    [Theory]
    [MemberData(nameof(WindowedMethods))]
    public void Detect_AnySeries_SameAsPlainOracle(Method method) =>
        Gen.Select(Gen.Select(Gen.Int[0, 40], Gen.OneOf(Gen.Int[-3, 3].Select(i => (double)i), Gen.Int[-5000, 5000].Select(i => i / 100.0))).Array[0, 120], Gen.Int[1, 300], Gen.Double[0.5, 4]).Sample(
            (records, window, threshold) =>
            {
                long[] times = new long[records.Length];
                double[] values = new double[records.Length];
                for (int i = 0; i < records.Length; i++)
                {
                    times[i] = (i == 0 ? 0 : times[i - 1]) + Math.Max(0, records[i].Item1 - 20);
                    values[i] = records[i].Item2;
                }

                // A score that equals the threshold but for rounding lies on neither side of it.
                bool IsClear(double score) => Math.Abs(score - threshold) > 1e-9 * threshold;
                List<AnomalyPoint> found = [.. Run(method, times, values, threshold, window).Where(point => IsClear(point.Score))];
                List<(long Time, double Value, double Score)> expected = [.. Oracle(method, times, values, threshold, window).Where(point => IsClear(point.Score))];
                Assert.Equal(expected.Count, found.Count);
                for (int i = 0; i < found.Count; i++)
                {
                    Assert.Equal((expected[i].Time, expected[i].Value), (found[i].TimeMicros, found[i].Value));
                    Assert.Equal(expected[i].Score, found[i].Score, 1e-9 * Math.Max(1, expected[i].Score));
                }
            },
            iter: 2000);

    [Theory]
    [MemberData(nameof(Methods))]
    public void Detect_AnyNumbers_GivesOnlyFiniteOnes(Method method)
    {
        double[] odd = [0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, 1, 1e99];
        Gen.Select(Gen.Select(Gen.Long[0, Hour], Gen.Int[0, odd.Length - 1]).Array[0, 60], Gen.Long[1, Day]).Sample(
            (records, window) =>
            {
                long[] times = new long[records.Length];
                for (int i = 1; i < times.Length; i++)
                {
                    times[i] = times[i - 1] + records[i].Item1;
                }

                foreach (AnomalyPoint point in Run(method, times, [.. records.Select(record => odd[record.Item2])], 1e-3, window))
                {
                    Assert.True(double.IsFinite(point.Value) && double.IsFinite(point.Expected) && double.IsFinite(point.Lower) && double.IsFinite(point.Upper) && double.IsFinite(point.Score), point.ToString());
                }
            },
            iter: 300);
    }

    [Fact]
    public void Detect_ResponseTimesOfTheSpecification_FindsNoneAtTwoDeviations()
    {
        List<long> times = [];
        List<double> values = [];
        for (int minute = 19; minute >= 0; minute--)
        {
            for (int session = 0; session < 5; session++)
            {
                times.Add(((20 - minute) * Minute) + session);
                values.Add(0.5 + (0.3 * (minute % 3)));
            }
        }

        Assert.Empty(Run(Method.ZScore, times, values, 2, Hour));
        Assert.InRange(Run(Method.ZScore, times, values, 1e-3, Hour).Max(anomaly => anomaly.Score), 1.29, 1.31);
    }

    [Fact]
    public void Detect_SeasonalValueAtTheWrongTime_FindsOnlySeasonally()
    {
        Series series = new(5);
        series.Add(28 * 24, i => 200 + (100 * Math.Sin(i * 2 * Math.PI / 24)) + (3 * series.Normal()) + (i == 390 ? -190 : 0), Hour);
        AnomalyPoint anomaly = Assert.Single(Run(Method.Seasonal, series.Times, series.Values, SeasonalDetector.DefaultThreshold, Hour));
        Assert.Equal(series.Times[390], anomaly.TimeMicros);
        Assert.InRange(anomaly.Expected, 285, 315);
        Assert.Empty(Run(Method.ZScore, series.Times, series.Values, ZScoreDetector.DefaultThreshold, 100 * Day));
    }

    [Fact]
    public void Detect_WeekendsAreDifferent_FindsOnlyTheOddWeekday()
    {
        Series series = new(6);
        series.Add(6 * 7 * 24, i => (i / 24 % 7 >= 5 || i / 24 == 16 ? 80 : 200) + (30 * Math.Sin(i * 2 * Math.PI / 24)) + (3 * series.Normal()), Hour);
        List<AnomalyPoint> anomalies = Run(Method.Seasonal, series.Times, series.Values, SeasonalDetector.DefaultThreshold, Hour);
        Assert.InRange(anomalies.Count(anomaly => anomaly.TimeMicros >= series.Times[16 * 24] && anomaly.TimeMicros < series.Times[17 * 24]), 20, 24);
        Assert.InRange(anomalies.Count(anomaly => anomaly.TimeMicros < series.Times[16 * 24] || anomaly.TimeMicros >= series.Times[17 * 24]), 0, 3);
    }

    [Fact]
    public void Detect_WrongArguments_Throw()
    {
        Assert.Throws<ArgumentException>(() => Run(Method.ZScore, [1], [], 3, Hour));
        Assert.Throws<ArgumentOutOfRangeException>(() => Run(Method.ZScore, [1], [1], 0, Hour));
        Assert.Throws<ArgumentOutOfRangeException>(() => Run(Method.Median, [1], [1], double.NaN, Hour));
        Assert.Throws<ArgumentOutOfRangeException>(() => Run(Method.Quartiles, [1], [1], 3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Run(Method.Seasonal, [1], [1], double.PositiveInfinity, Hour));
    }

    [Theory]
    [MemberData(nameof(WindowedMethods))]
    public void Detect_Cancelled_Throws(Method method) =>
        Assert.Throws<OperationCanceledException>(() => Run(method, [1, 2], [1, 2], 3, 1, new CancellationToken(canceled: true)));

    private static List<AnomalyPoint> Run(Method method, IEnumerable<long> times, IEnumerable<double> values, double threshold, long window, CancellationToken cancellationToken = default)
    {
        List<AnomalyPoint> anomalies = [];
        switch (method)
        {
            case Method.ZScore:
                ZScoreDetector.Detect([.. times], [.. values], threshold, window, anomalies, cancellationToken);
                break;
            case Method.Median:
                RankDetector.DetectByMedian([.. times], [.. values], threshold, window, anomalies, cancellationToken);
                break;
            case Method.Quartiles:
                RankDetector.DetectByQuartiles([.. times], [.. values], threshold, window, anomalies, cancellationToken);
                break;
            default:
                SeasonalDetector.Detect([.. times], [.. values], threshold, anomalies, cancellationToken);
                break;
        }

        return anomalies;
    }

    private static List<(long Time, double Value, double Score)> Oracle(Method method, long[] times, double[] values, double threshold, long window)
    {
        List<(long, double, double)> anomalies = [];
        for (int i = 0; i < values.Length; i++)
        {
            double[] compared = times[^1] - times[0] < window ? values : [.. Enumerable.Range(0, i + 1).Where(j => times[j] > times[i] - window).Select(j => values[j])];
            double score = compared.Length < 3 ? 0 : method switch
            {
                Method.ZScore => Ratio(Math.Abs(values[i] - compared.Average()), Math.Sqrt(compared.Sum(value => Math.Pow(value - compared.Average(), 2)) / (compared.Length - 1))),
                Method.Median => Ratio(Math.Abs(values[i] - Quantile(compared, 0.5)), MedianScale(compared)),
                _ => Ratio(Math.Max(values[i] - Quantile(compared, 0.75), Quantile(compared, 0.25) - values[i]), QuartileScale(compared)),
            };
            if (score >= threshold)
            {
                anomalies.Add((times[i], values[i], score));
            }
        }

        return anomalies;
    }

    private static double Ratio(double distance, double scale) => distance > 0 && scale > 1e-10 ? distance / scale : 0;

    private static double MedianScale(double[] values)
    {
        double[] distances = [.. values.Select(value => Math.Abs(value - Quantile(values, 0.5)))];
        double median = Quantile(distances, 0.5);
        return median > 0 ? 1.4826022185056018 * median : 1.2533141373155003 * distances.Average();
    }

    private static double QuartileScale(double[] values)
    {
        double range = Quantile(values, 0.75) - Quantile(values, 0.25);
        return range > 0 ? range : 1.3489795003921634 * 1.2533141373155003 * values.Average(value => Math.Abs(value - Quantile(values, 0.5)));
    }

    private static double Quantile(double[] values, double probability)
    {
        double[] sorted = [.. values.Order()];
        double position = (sorted.Length - 1) * probability;
        int rank = (int)position;
        return rank + 1 < sorted.Length ? sorted[rank] + ((position - rank) * (sorted[rank + 1] - sorted[rank])) : sorted[rank];
    }
}
