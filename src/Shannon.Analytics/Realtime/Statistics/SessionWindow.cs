namespace Shannon.Analytics.Realtime.Statistics;

/// <summary>
/// Which sessions are active: they did something in the window or were reported to have started, and have not ended since. One that said nothing for
/// a day is taken for dead. Bounded to 100,000 sessions, beyond which the count is a lower bound. Thread-safe.
/// </summary>
internal sealed class SessionWindow
{
    private const int MaxSessions = 100_000;
    private static readonly long LongestSilence = TimeSpan.FromDays(1).Ticks / TimeSpan.TicksPerMicrosecond;

    private readonly Lock _lock = new();
    private readonly WindowGrid _grid;
    private readonly Dictionary<string, Activity> _sessions = new(StringComparer.Ordinal);
    private readonly long[] _parts = new long[WindowGrid.Slots];
    private readonly HashSet<string>[] _active = new HashSet<string>[WindowGrid.Slots];

    internal SessionWindow(long length)
    {
        _grid = new WindowGrid(length);
        _parts.AsSpan().Fill(long.MinValue);
    }

    internal void Add(string session, long time, bool starts, bool ends, long now)
    {
        lock (_lock)
        {
            if (time <= now && time > now - Math.Max(LongestSilence, _grid.Length) && HasRoomFor(session, now))
            {
                Activity known = _sessions.GetValueOrDefault(session);
                if (time >= known.Last)
                {
                    _sessions[session] = new Activity(time, !ends && (starts || known.IsRunning), ends);
                }
                else if (starts && !known.HasEnded)
                {
                    _sessions[session] = known with { IsRunning = true };
                }
            }

            int slot = _grid.SlotFor(time, now, _parts, out bool isStale);
            if (slot < 0)
            {
                return;
            }

            HashSet<string> active = _active[slot] ??= new HashSet<string>(StringComparer.Ordinal);
            if (isStale)
            {
                active.Clear();
                _parts[slot] = _grid.PartOf(time);
            }

            if (active.Count < MaxSessions)
            {
                active.Add(session);
            }
        }
    }

    internal int CountActive(long now)
    {
        lock (_lock)
        {
            return _sessions.Values.Count(activity => IsActive(activity, now));
        }
    }

    /// <summary>Adds the number of sessions that did something in each slice of the window.</summary>
    internal void AddSlices(long now, Span<double> slices)
    {
        Span<HashSet<string>?> sets = new HashSet<string>?[WindowGrid.Slices];
        lock (_lock)
        {
            for (int slot = 0; slot < WindowGrid.Slots; slot++)
            {
                if (_parts[slot] != long.MinValue && _parts[slot] <= _grid.PartOf(now) && _grid.SliceOf(_parts[slot], now) is >= 0 and var slice)
                {
                    (sets[slice] ??= new HashSet<string>(StringComparer.Ordinal)).UnionWith(_active[slot]);
                }
            }
        }

        for (int slice = 0; slice < sets.Length; slice++)
        {
            slices[slice] += sets[slice]?.Count ?? 0;
        }
    }

    private bool IsActive(Activity activity, long now) =>
        !activity.HasEnded && activity.Last <= now && (activity.Last > now - _grid.Length || (activity.IsRunning && activity.Last > now - LongestSilence));

    private bool HasRoomFor(string session, long now)
    {
        if (_sessions.Count < MaxSessions || _sessions.ContainsKey(session))
        {
            return true;
        }

        foreach (var (known, activity) in _sessions)
        {
            if (!IsActive(activity, now))
            {
                _sessions.Remove(known);
            }
        }

        return _sessions.Count < MaxSessions;
    }

    private readonly record struct Activity(long Last, bool IsRunning, bool HasEnded);
}
