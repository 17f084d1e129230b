using Microsoft.Extensions.Time.Testing;

namespace Shannon.Analytics.Tests.Support;

/// <summary>A clock that stands still and knows how many timers hang on it.</summary>
internal sealed class TimerCounter : TimeProvider
{
    private readonly FakeTimeProvider _time = new(Some.Time);
    private int _timers;

    public int Timers => Volatile.Read(ref _timers);

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _timers);
        return new Counted(this, _time.CreateTimer(callback, state, dueTime, period));
    }

    private sealed class Counted(TimerCounter owner, ITimer timer) : ITimer
    {
        private int _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            timer.Dispose();
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                Interlocked.Decrement(ref owner._timers);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
