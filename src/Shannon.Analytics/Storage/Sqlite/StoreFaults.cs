using Microsoft.Extensions.Logging;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>Remembers the latest fault and counts those of background work. Thread-safe.</summary>
internal sealed class StoreFaults(TimeProvider timeProvider, ILogger logger)
{
    private readonly Lock _lock = new();
    private string? _last;
    private DateTimeOffset? _lastAt;
    private long _background;

    internal ILogger Logger => logger;

    internal DateTimeOffset Now() => timeProvider.GetUtcNow();

    internal void Note(Exception error)
    {
        lock (_lock)
        {
            _last = error.GetType().Name;
            _lastAt = Now();
        }
    }

    internal void NoteBackground(Exception error)
    {
        Interlocked.Increment(ref _background);
        Note(error);
    }

    internal (string? Last, DateTimeOffset? At, long Background) Read()
    {
        lock (_lock)
        {
            return (_last, _lastAt, Interlocked.Read(ref _background));
        }
    }
}
