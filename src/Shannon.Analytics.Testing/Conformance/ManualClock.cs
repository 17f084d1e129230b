namespace Shannon.Analytics.Testing.Conformance;

/// <summary>A clock that goes only when it is told to.</summary>
internal sealed class ManualClock : TimeProvider
{
    private long _ticks = new DateTimeOffset(2026, 3, 14, 15, 9, 26, TimeSpan.Zero).Ticks;

    /// <summary>Now.</summary>
    internal DateTimeOffset Now => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;

    internal void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}
