namespace Shannon.Analytics.Realtime.Windows;

/// <summary>
/// Which sessions are active: they did something in the window or were reported to have started, and have not ended since. One that said nothing for
/// a day is taken for dead. Bounded to 100,000 sessions, beyond which the count is a lower bound. Thread-safe.
/// </summary>
internal sealed class SessionWindow(long length)
{
    private const int MaxSessions = 100_000;
    private static readonly long LongestSilence = TimeSpan.FromDays(1).Ticks / TimeSpan.TicksPerMicrosecond;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Activity> _sessions = new(StringComparer.Ordinal);
    private readonly WindowParts<HashSet<string>> _active = new(new WindowGrid(length));

    internal void Add(string session, long time, bool starts, bool ends, long now)
    {
        lock (_lock)
        {
            if (time <= now && time > now - Math.Max(LongestSilence, length) && HasRoomFor(session, now))
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

            int slot = _active.Claim(_active.Grid.PartOf(time), _active.Grid.PartOf(now), out bool isStale);
            if (slot < 0)
            {
                return;
            }

            HashSet<string> active = _active[slot] ??= new HashSet<string>(StringComparer.Ordinal);
            if (isStale)
            {
                active.Clear();
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
        long newest = _active.Grid.PartOf(now);
        lock (_lock)
        {
            for (long part = WindowGrid.OldestOf(newest); part <= newest; part++)
            {
                if (_active.Find(part) is >= 0 and var slot)
                {
                    (sets[WindowGrid.SliceOf(part, newest)] ??= new HashSet<string>(StringComparer.Ordinal)).UnionWith(_active[slot]!);
                }
            }
        }

        for (int slice = 0; slice < sets.Length; slice++)
        {
            slices[slice] += sets[slice]?.Count ?? 0;
        }
    }

    private bool IsActive(Activity activity, long now) =>
        !activity.HasEnded && activity.Last <= now && (activity.Last > now - length || (activity.IsRunning && activity.Last > now - LongestSilence));

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
