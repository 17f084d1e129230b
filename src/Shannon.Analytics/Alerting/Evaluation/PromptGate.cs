namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>Lets so many prompts a minute start, evenly spread. Not thread-safe.</summary>
internal sealed class PromptGate(int perMinute)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private long _opensAt = long.MinValue;

    /// <summary>How long a prompt has to wait; zero if it may start now. If none may start at all, a minute: then it is worth asking again.</summary>
    internal TimeSpan WaitOf(long now) =>
        perMinute == 0 ? Minute : _opensAt > now ? TimeSpan.FromMicroseconds(_opensAt - now) : TimeSpan.Zero;

    /// <summary>A prompt starts.</summary>
    internal void Pass(long now) => _opensAt = now + (InputPlan.Micros(Minute) / Math.Max(1, perMinute));
}
