using Shannon.Analytics.Internals.Anomalies;

namespace Shannon.Analytics.Tests.Internals.Anomalies;

public class EwmaDetectorTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    [Theory]
    [InlineData(0)]
    [InlineData(45)]
    [InlineData(-1e300)]
    public void Run_ConstantSeries_FindsNothing(double value) => Assert.Empty(new Series(1).Add(2000, _ => value).Run(new EwmaDetector()));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_Noise_RaisesFewFalseAlarms(int seed) => Assert.InRange(new Series(seed).Noise(10_000).Run(new EwmaDetector()).Count, 0, 20);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_SpikeOfSeveralRecords_IsOneAlarm(int seed)
    {
        Series series = new Series(seed).Noise(500).Add(3, _ => 140).Noise(30);
        AnomalyPoint anomaly = Assert.Single(series.RunFrom(500, new EwmaDetector()));
        Assert.Equal((series.Times[500], DeviationCause.Spike, DeviationSide.High), (anomaly.TimeMicros, anomaly.Cause, anomaly.Side));
        Assert.True(anomaly.Score >= EwmaDetectorOptions.DefaultThreshold && anomaly.Value > anomaly.Upper);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_LevelShift_IsOneAlarmOfThatCauseAndIsLearned(int seed)
    {
        Series series = new Series(seed).Noise(500).Noise(60, level: 60);
        AnomalyPoint anomaly = Assert.Single(series.RunFrom(500, new EwmaDetector()));
        Assert.Equal((DeviationCause.LevelShift, DeviationSide.Low), (anomaly.Cause, anomaly.Side));
    }

    [Fact]
    public void Observe_AfterPlainMean_ExpectsTheMean()
    {
        EwmaDetector detector = new();
        foreach (double value in new double[] { 2, 4, 6 })
        {
            detector.Observe(0, value);
        }

        Assert.Equal(4, detector.Observe(1, 5).Expected, 1e-12);
    }

    [Fact]
    public void Constructor_SettingOutsideItsRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EwmaDetector(new() { Threshold = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EwmaDetector(new() { CooldownRecords = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EwmaDetector(new() { LearningRecords = 1 }));
    }
}
