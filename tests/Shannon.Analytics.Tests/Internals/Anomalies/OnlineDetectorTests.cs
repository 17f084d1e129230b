using CsCheck;
using Shannon.Analytics.Internals.Anomalies;
using Shannon.Analytics.Internals.Codecs;
using static Shannon.Analytics.Tests.Internals.Anomalies.Series;

namespace Shannon.Analytics.Tests.Internals.Anomalies;

/// <summary>What every online detector promises.</summary>
public class OnlineDetectorTests
{
    public enum Kind
    {
        Auto,
        Ewma,
    }

    private static readonly double[] OddValues = [0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon];

    private static readonly Gen<double> AnyValue = Gen.OneOf(Gen.Double[-5, 5], Gen.Double, Gen.Int[0, OddValues.Length - 1].Select(i => OddValues[i]));

    private static readonly Gen<long> AnyStep = Gen.OneOf(Gen.Const(Minute), Gen.Const(Minute), Gen.Long[-Hour, Hour], Gen.Const(0L), Gen.Const(long.MaxValue / 2), Gen.Const(long.MinValue / 2));

    public static TheoryData<Kind> Kinds => [Kind.Auto, Kind.Ewma];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Observe_AnyRecords_OnlyFiniteNumbers(Kind kind) =>
        Gen.Select(AnyStep, AnyValue).Array[0, 400].Sample(
            records =>
            {
                IAnomalyDetector detector = New(kind);
                long time = 0;
                foreach ((long step, double value) in records)
                {
                    time = unchecked(time + step);
                    if (detector.TryDetectMissing(time, out AnomalyPoint missing))
                    {
                        AssertFinite(missing);
                    }

                    AssertFinite(detector.Observe(time, value));
                }
            },
            iter: 300);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Run_StoredSeries_SameAsRecordByRecord(Kind kind)
    {
        Series series = Eventful(7);
        IAnomalyDetector live = New(kind);
        List<AnomalyPoint> alarms = [];
        for (int i = 0; i < series.Count; i++)
        {
            if (live.TryDetectMissing(series.Times[i], out AnomalyPoint missing))
            {
                alarms.Add(missing);
            }

            AnomalyRunner.Collect(alarms, live.Observe(series.Times[i], series.Values[i]));
        }

        Assert.NotEmpty(alarms);
        Assert.Equal(series.Run(New(kind)), alarms);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Observe_LaterRecords_ChangeNothingEarlier(Kind kind)
    {
        Series series = Eventful(7);
        List<AnomalyPoint> whole = Points(New(kind), series, series.Count);
        foreach (int cut in new[] { 1, 99, 1001, 1500 })
        {
            Assert.Equal(whole[..cut], Points(New(kind), series, cut));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Load_SavedAtAnyRecord_GoesOnTheSame(Kind kind)
    {
        Series series = Eventful(9);
        using ByteWriter writer = new();
        IAnomalyDetector one = New(kind);
        IAnomalyDetector other = New(kind);
        Random random = new(4);
        for (int i = 0; i < series.Count; i++)
        {
            Assert.Equal(one.TryDetectMissing(series.Times[i], out AnomalyPoint a), other.TryDetectMissing(series.Times[i], out AnomalyPoint b));
            Assert.Equal(a, b);
            Assert.Equal(one.Observe(series.Times[i], series.Values[i]), other.Observe(series.Times[i], series.Values[i]));
            if (i < 3 || random.Next(40) == 0 || i is > 1000 and < 1030)
            {
                writer.Reset();
                other.Save(writer);
                other = Load(kind, writer.WrittenSpan);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Load_DamagedState_ThrowsOrReads(Kind kind)
    {
        using ByteWriter writer = new();
        IAnomalyDetector detector = New(kind);
        _ = Points(detector, Eventful(2), 1200);
        detector.Save(writer);
        byte[] state = writer.WrittenSpan.ToArray();
        for (int length = 0; length < state.Length; length += 1 + (length / 40))
        {
            Assert.Throws<CodecException>(() => Load(kind, state.AsSpan(0, length)));
        }

        Random random = new(6);
        for (int i = 0; i < 500; i++)
        {
            byte[] damaged = [.. state];
            damaged[random.Next(state.Length)] = (byte)random.Next(256);
            try
            {
                IAnomalyDetector loaded = Load(kind, damaged);
                _ = Points(loaded, Eventful(3), 50);
            }
            catch (CodecException)
            {
                // Refused: as good.
            }
        }
    }

    [Theory]
    [InlineData(Kind.Auto, 6000)]
    [InlineData(Kind.Ewma, 100)]
    public void Save_AfterMuch_StaysSmall(Kind kind, int bytes)
    {
        using ByteWriter writer = new();
        IAnomalyDetector detector = New(kind);
        _ = new Series(1).Noise(30_000, step: 11 * Minute).Run(detector);
        detector.Save(writer);
        Assert.InRange(writer.Length, 1, bytes);
    }

    private static IAnomalyDetector New(Kind kind) => kind == Kind.Auto ? new AutoDetector() : new EwmaDetector();

    private static IAnomalyDetector Load(Kind kind, ReadOnlySpan<byte> state)
    {
        ByteReader reader = new(state);
        IAnomalyDetector detector = kind == Kind.Auto ? AutoDetector.Load(ref reader, new()) : EwmaDetector.Load(ref reader, new());
        Assert.Equal(0, reader.Remaining);
        return detector;
    }

    private static List<AnomalyPoint> Points(IAnomalyDetector detector, Series series, int count) =>
        [.. Enumerable.Range(0, count).Select(i => detector.Observe(series.Times[i], series.Values[i]))];

    private static Series Eventful(int seed)
    {
        Series series = new(seed);
        return series.Noise(1000)
            .Add(1, _ => 170)
            .Noise(300)
            .Noise(300, level: 140)
            .Add(100, _ => 141)
            .Pause(20 * Hour)
            .Add(200, _ => 100 + series.Normal(), 0)
            .Noise(600);
    }

    private static void AssertFinite(in AnomalyPoint point)
    {
        Assert.True(double.IsFinite(point.Value) && double.IsFinite(point.Expected) && double.IsFinite(point.Lower) && double.IsFinite(point.Upper), point.ToString());
        Assert.True(double.IsFinite(point.Score) && point.Score >= 0 && point.News >= 0 && point.News <= point.Score, point.ToString());
        Assert.True(point.Lower <= point.Expected && point.Expected <= point.Upper, point.ToString());
    }
}
