using Shannon.Analytics.Internals.Anomalies;

namespace Shannon.Analytics.Tests.Internals.Anomalies;

public class IncidentGateTests
{
    private const double Threshold = 10;
    private const int Cooldown = 100;

    private readonly IncidentGate _gate = new(Threshold, Cooldown);

    [Fact]
    public void Pass_LastingEvidence_IsNewsOnce() => Assert.Equal(1, Alarms(Enumerable.Repeat(20.0, 1000)));

    [Fact]
    public void Pass_RisingEvidence_IsNewsOnceWhileTheIncidentIsOpen() => Assert.Equal(1, Alarms(Enumerable.Range(0, 90).Select(i => 10.0 + i)));

    [Fact]
    public void Pass_LastingEvidenceThatGrowsAfterACooldown_IsNewsAgain() =>
        Assert.Equal(2, Alarms([.. Enumerable.Repeat(20.0, 150), .. Enumerable.Repeat(30.0, 50)]));

    [Fact]
    public void Pass_WeakerIncidentWithinCooldown_IsNoNews() => Assert.Equal(1, Alarms([20, .. Quiet(60), 19, .. Quiet(10)]));

    [Fact]
    public void Pass_StrongerIncidentWithinCooldown_IsNews() => Assert.Equal(2, Alarms([20, .. Quiet(60), 21, .. Quiet(10)]));

    [Fact]
    public void Pass_WeakerIncidentAfterCooldown_IsNews() => Assert.Equal(2, Alarms([20, .. Quiet(Cooldown + 1), 11]));

    [Fact]
    public void Pass_EvidenceBelowTheThreshold_IsNewsWhileItRises()
    {
        Assert.Equal(5, _gate.Pass(5));
        Assert.Equal(0, _gate.Pass(5));
        Assert.Equal(6, _gate.Pass(6));
        Assert.False(_gate.IsOpen);
        Assert.Equal(11, _gate.Pass(11));
        Assert.True(_gate.IsOpen);
    }

    private static IEnumerable<double> Quiet(int records) => Enumerable.Repeat(0.0, records);

    private int Alarms(IEnumerable<double> evidence) => evidence.Count(one => _gate.Pass(one) >= Threshold);
}
