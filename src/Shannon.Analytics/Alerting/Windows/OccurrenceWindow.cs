namespace Shannon.Analytics.Alerting.Windows;

/// <summary>
/// Counts occurrences in a sliding window: exactly, to the microsecond, as long as they are no more than the threshold or <see cref="LeastExact"/>, so
/// that reaching the threshold is always decided exactly; what is beyond is counted by buckets. Constant time and bounded memory. Not thread-safe.
/// </summary>
internal sealed class OccurrenceWindow(long lengthMicros, int threshold)
{
    /// <summary>So many are counted exactly whatever the threshold.</summary>
    internal const int LeastExact = 32;

    private readonly int _mostExact = Math.Max(threshold, LeastExact);

    // The newest occurrences in ascending order, in a ring; whatever the ring has pushed out is older and lies in _older.
    private long[] _times = [];
    private int _first;
    private int _count;
    private CountWindow? _older;

    internal void Add(long time, long now)
    {
        Expire(now);
        if (time <= now - lengthMicros)
        {
            return;
        }

        if (_count == _mostExact)
        {
            _older ??= new CountWindow(lengthMicros);
            if (time <= At(0))
            {
                _older.Add(time, now);
                return;
            }

            _older.Add(At(0), now);
            _first = (_first + 1) % _times.Length;
            _count--;
        }

        Grow();
        int place = _count++;
        for (; place > 0 && At(place - 1) > time; place--)
        {
            At(place) = At(place - 1);
        }

        At(place) = time;
    }

    internal long Read(long now)
    {
        Expire(now);
        return _count + (_older?.Read(now) ?? 0);
    }

    /// <summary>The times that are known exactly, ascending.</summary>
    internal IReadOnlyList<long> Times(long now)
    {
        Expire(now);
        return [.. Enumerable.Range(0, _count).Select(i => At(i))];
    }

    internal void Clear()
    {
        _count = 0;
        _older?.Clear();
    }

    private ref long At(int index) => ref _times[(_first + index) % _times.Length];

    private void Expire(long now)
    {
        bool expired = false;
        while (_count > 0 && At(0) <= now - lengthMicros)
        {
            _first = (_first + 1) % _times.Length;
            _count--;
            expired = true;
        }

        if (expired)
        {
            // Everything pushed out is older than what has just left.
            _older?.Clear();
        }
    }

    private void Grow()
    {
        if (_count < _times.Length)
        {
            return;
        }

        long[] grown = new long[Math.Min(_mostExact, Math.Max(4, 2 * _count))];
        for (int i = 0; i < _count; i++)
        {
            grown[i] = At(i);
        }

        (_times, _first) = (grown, 0);
    }
}
