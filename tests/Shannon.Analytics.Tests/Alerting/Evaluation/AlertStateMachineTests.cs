using Shannon.Analytics.Alerting;
using Shannon.Analytics.Alerting.Evaluation;

namespace Shannon.Analytics.Tests.Alerting.Evaluation;

/// <summary>When alerts fire and resolve, by hand and against rules that must hold for any history.</summary>
public class AlertStateMachineTests
{
    [Fact]
    public void Step_WithFor_FiresOnceTheConditionHeldLongEnough()
    {
        var machine = new AlertStateMachine(new AlertTiming(ForMicros: 10, CooldownMicros: 0));
        Assert.Equal(AlertTransition.BecamePending, machine.Step(0, true));
        Assert.Equal(AlertTransition.None, machine.Step(9, true));
        Assert.Equal(AlertTransition.StoppedPending, machine.Step(10, false));
        Assert.Equal(AlertState.Ok, machine.State);
        Assert.Equal(AlertTransition.BecamePending, machine.Step(11, true));
        Assert.Equal(AlertTransition.Fired, machine.Step(21, true));
        Assert.Equal(AlertTransition.Resolved, machine.Step(22, false));
        Assert.Equal(AlertState.Resolved, machine.State);
        Assert.Equal(AlertTransition.BecamePending, machine.Step(23, true));
        Assert.False(machine.TryResolve());
        Assert.Equal(AlertState.Resolved, machine.State);
    }

    [Fact]
    public void Acknowledge_OnlyWhatFires_AndOnlyOnce()
    {
        var machine = new AlertStateMachine(default);
        Assert.False(machine.TryAcknowledge());
        machine.Step(0, true);
        Assert.True(machine.TryAcknowledge());
        Assert.False(machine.TryAcknowledge());
        Assert.False(machine.IsTriggered);
        Assert.True(machine.TryResolve());
        Assert.False(machine.TryResolve());
        machine.Step(1, true);
        Assert.True(machine.IsTriggered);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 50)]
    [InlineData(20, 0)]
    [InlineData(20, 50)]
    public void Step_OfAnyHistory_KeepsToItsRules(long forMicros, long cooldown)
    {
        var random = new Random((int)(forMicros + cooldown));
        var machine = new AlertStateMachine(new AlertTiming(forMicros, cooldown));
        long now = 0;
        long? heldSince = null;
        long? lastFired = null;
        long fired = 0;
        for (int i = 0; i < 20_000; i++)
        {
            now += random.Next(10);
            bool holds = random.Next(8) == 0 ? heldSince is null : heldSince is not null;
            heldSince = holds ? heldSince ?? now : null;
            bool wasFiring = machine.State == AlertState.Firing;
            AlertTransition transition = machine.Step(now, holds);
            if (transition == AlertTransition.Fired)
            {
                Assert.False(wasFiring);
                Assert.True(now - heldSince >= forMicros);
                Assert.True(lastFired is null || now - lastFired >= cooldown);
                lastFired = now;
                fired++;
            }

            Assert.Equal(transition == AlertTransition.Resolved, wasFiring && !holds);
            Assert.True(holds || machine.State is AlertState.Ok or AlertState.Resolved);
            Assert.Equal((fired, lastFired), (machine.TriggerCount, machine.FiredAt));
        }

        Assert.True(fired > 100);
    }
}
