using Shannon.Analytics.Internals.Anomalies;
using static Shannon.Analytics.Tests.Internals.Anomalies.Series;

namespace Shannon.Analytics.Tests.Internals.Anomalies;

public class AutoDetectorTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    [Fact]
    public void Run_NoRecordsOrOne_FindsNothing()
    {
        Assert.Empty(new Series(1).Run(new AutoDetector()));
        Assert.Empty(new Series(1).Noise(1).Run(new AutoDetector()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(45)]
    [InlineData(-1e300)]
    public void Run_ConstantSeries_FindsNothing(double value) => Assert.Empty(new Series(1).Add(5000, _ => value).Run(new AutoDetector()));

    [Fact]
    public void Run_ConstantSeriesButForRounding_FindsNothing()
    {
        Series series = new(1);
        series.Add(20_000, i => i > 5000 && series.Uniform() < 0.01 ? 0.1 + 0.2 : 0.3);
        Assert.Empty(series.Run(new AutoDetector()));
    }

    [Fact]
    public void Run_SmallSpikeOnALargeLevel_IsFound()
    {
        Series series = new Series(1).Noise(1000, level: 1e9).Add(1, _ => 1e9 + 40).Noise(100, level: 1e9);
        Assert.Single(series.RunFrom(1000, new AutoDetector()));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_Noise_RaisesFewFalseAlarms(int seed) => Assert.InRange(new Series(seed).Noise(10_000).Run(new AutoDetector()).Count, 0, 2);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_SkewedCounts_RaiseFewFalseAlarms(int seed)
    {
        Series series = new(seed);
        series.Add(10_000, _ => Math.Round(Math.Exp(2 + (0.7 * series.Normal()))));
        Assert.InRange(series.Run(new AutoDetector()).Count, 0, 15);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_Spike_IsOneAlarmAtItsTime(int seed)
    {
        Series series = new Series(seed).Noise(1000).Add(1, _ => 160).Noise(400);
        AnomalyPoint anomaly = Assert.Single(series.RunFrom(1000, new AutoDetector()));
        Assert.Equal(series.Times[1000], anomaly.TimeMicros);
        Assert.Equal(160, anomaly.Value);
        Assert.Equal((DeviationCause.Spike, DeviationSide.High), (anomaly.Cause, anomaly.Side));
        Assert.InRange(anomaly.Expected, 94, 106);
        Assert.InRange(anomaly.Lower, 80, 100);
        Assert.InRange(anomaly.Upper, 100, 120);
        Assert.InRange(anomaly.Score, AutoDetectorOptions.DefaultThreshold, 1);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_Dip_IsOnTheLowSide(int seed)
    {
        Series series = new Series(seed).Noise(1000).Add(1, _ => 50).Noise(400);
        Assert.Equal(DeviationSide.Low, Assert.Single(series.RunFrom(1000, new AutoDetector())).Side);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_LongIncident_IsOneAlarm(int seed)
    {
        Series series = new(seed);
        series.Noise(1000).Add(60, _ => 150 + (10 * series.Normal())).Noise(400);
        Assert.Single(series.RunFrom(1000, new AutoDetector()));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_SecondIncidentAfterCooldown_IsASecondAlarm(int seed)
    {
        Series series = new Series(seed).Noise(1000).Add(1, _ => 160).Noise(600).Add(1, _ => 190).Noise(100);
        Assert.Equal([series.Times[1000], series.Times[1601]], series.RunFrom(1000, new AutoDetector()).Select(anomaly => anomaly.TimeMicros));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_LevelShift_IsOneAlarmOfThatCause(int seed)
    {
        Series series = new Series(seed).Noise(1000).Noise(400, level: 130);
        AnomalyPoint anomaly = Assert.Single(series.RunFrom(1000, new AutoDetector()));
        Assert.Equal((DeviationCause.LevelShift, DeviationSide.High), (anomaly.Cause, anomaly.Side));
        Assert.InRange(anomaly.TimeMicros, series.Times[1000], series.Times[1012]);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_SmallLevelShift_IsFoundWithinAnHour(int seed)
    {
        Series series = new Series(seed).Noise(1000).Noise(400, level: 108);
        AnomalyPoint anomaly = Assert.Single(series.RunFrom(1000, new AutoDetector()));
        Assert.Equal(DeviationCause.LevelShift, anomaly.Cause);
        Assert.InRange(anomaly.TimeMicros, series.Times[1000], series.Times[1016]);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_FlatLine_IsOneAlarmOfThatCause(int seed)
    {
        Series series = new Series(seed).Noise(1000).Add(300, _ => 100.5).Noise(50);
        AnomalyPoint anomaly = Assert.Single(series.RunFrom(1000, new AutoDetector()));
        Assert.Equal((DeviationCause.FlatLine, DeviationSide.None), (anomaly.Cause, anomaly.Side));
        Assert.Equal(series.Times[1012], anomaly.TimeMicros);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_DropToAFlatLine_IsOneAlarmOfThatCause(int seed)
    {
        Series series = new Series(seed).Noise(1000).Add(300, _ => 0);
        AnomalyPoint anomaly = Assert.Single(series.RunFrom(1000, new AutoDetector()));
        Assert.Equal(DeviationCause.FlatLine, anomaly.Cause);
        Assert.Equal(series.Times[1000], anomaly.TimeMicros);
    }

    [Fact]
    public void Run_ValuesThatOftenRepeat_AreNoFlatLine()
    {
        Series series = new(3);
        series.Add(20_000, _ => series.Uniform() < 0.02 ? 1 : 0);
        Assert.DoesNotContain(series.Run(new AutoDetector()), anomaly => anomaly.Cause == DeviationCause.FlatLine);
    }

    [Fact]
    public void Run_Pause_IsMissingDataOnce()
    {
        Series series = new Series(1).Noise(500).Pause(10 * Hour).Noise(500);
        AnomalyPoint anomaly = Assert.Single(series.RunFrom(499, new AutoDetector()));
        Assert.Equal((DeviationCause.Missing, DeviationSide.None), (anomaly.Cause, anomaly.Side));
        Assert.InRange(anomaly.TimeMicros, series.Times[499] + (40 * Minute), series.Times[499] + (60 * Minute));
        Assert.Equal(series.Values[499], anomaly.Value);
    }

    [Fact]
    public void TryDetectMissing_AskedByAClock_GivesTheSamePointAsTheNextRecord()
    {
        Series series = new Series(1).Noise(500).Pause(10 * Hour);
        AutoDetector live = new();
        for (int i = 0; i < 500; i++)
        {
            Assert.False(live.TryDetectMissing(series.Times[i], out _));
            live.Observe(series.Times[i], series.Values[i]);
        }

        List<AnomalyPoint> found = [];
        for (long now = series.Times[499]; now < series.Times[500]; now += Minute)
        {
            if (live.TryDetectMissing(now, out AnomalyPoint point))
            {
                found.Add(point);
            }
        }

        Assert.Equal(series.RunFrom(499, new AutoDetector()), found);
    }

    [Fact]
    public void Run_RequestsWithoutRhythm_AreNeverMissing()
    {
        Series series = new(5);
        for (int i = 0; i < 5000; i++)
        {
            series.Add(1, _ => 100 + series.Normal(), (long)(-Math.Log(1 - series.Uniform()) * Minute));
        }

        series.Pause(10 * Hour);
        Assert.DoesNotContain(series.Run(new AutoDetector()), anomaly => anomaly.Cause == DeviationCause.Missing);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_DailySeason_IsNoAlarm(int seed)
    {
        Series series = new(seed);
        series.Add(14 * 288, i => 200 + (100 * Math.Sin(i * 2 * Math.PI / 288)) + (4 * series.Normal()));
        Assert.InRange(series.Run(new AutoDetector()).Count(anomaly => anomaly.TimeMicros > series.Times[3 * 288]), 0, 1);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_WeeklySeason_IsNoAlarmOnceKnown(int seed)
    {
        Series series = new(seed);
        series.Add(10 * 7 * 24, i => (i / 24 % 7 >= 5 ? 100 : 200 + (60 * Math.Sin(i * 2 * Math.PI / 24))) + (4 * series.Normal()), Hour);
        Assert.InRange(series.Run(new AutoDetector()).Count(anomaly => anomaly.TimeMicros > series.Times[4 * 7 * 24]), 0, 1);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_MissingDailyPeak_IsFound(int seed)
    {
        Series series = new(seed);
        series.Add(14 * 288, i => (i % 288 is >= 108 and < 216 && i / 288 != 10 ? 80 : 20) + series.Normal());
        long from = series.Times[(10 * 288) + 108];
        AnomalyPoint anomaly = Assert.Single(series.Run(new AutoDetector()), anomaly => anomaly.TimeMicros >= from && anomaly.TimeMicros < from + (9 * Hour));
        Assert.Equal(DeviationSide.Low, anomaly.Side);
        Assert.InRange(anomaly.Expected, 70, 90);
    }

    [Fact]
    public void Constructor_SettingOutsideItsRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new AutoDetector(new() { Threshold = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AutoDetector(new() { Threshold = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AutoDetector(new() { Threshold = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AutoDetector(new() { CooldownRecords = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AutoDetector(new() { LearningRecords = -1 }));
    }
}
