namespace Shannon.Analytics.Tests.Support;

/// <summary>A wall clock that can be set without time passing.</summary>
internal sealed class JumpingTime : TimeProvider
{
    public TimeSpan Elapsed { get; set; }

    public TimeSpan Offset { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Some.Time + Elapsed + Offset;

    public override long GetTimestamp() => Elapsed.Ticks;
}
