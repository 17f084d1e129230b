namespace Shannon.Analytics.Realtime.Windows;

/// <summary>
/// Counts occurrences in a sliding window: exactly, to the microsecond, as long as they are no more than the threshold or <see cref="LeastExact"/>, so
/// that reaching the threshold is always decided exactly; what is beyond is counted by sixtieths of the window. Constant time and bounded
/// memory, of which nothing is held once all have left. Not thread-safe.
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
    private SlidingTotal<CountTotal>? _older;

    internal void Add(long time, long now)
    {
        Expire(now);
        if (time <= now - lengthMicros)
        {
            return;
        }

        if (_count == _mostExact)
        {
            _older ??= new SlidingTotal<CountTotal>(lengthMicros);
            if (time <= At(0))
            {
                _older.Add(time, 1, now);
                return;
            }

            _older.Add(At(0), 1, now);
            _first = _first + 1 == _times.Length ? 0 : _first + 1;
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
        return _count + (_older?.Read(now).Count ?? 0);
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

    private ref long At(int index)
    {
        int place = _first + index;
        return ref _times[place < _times.Length ? place : place - _times.Length];
    }

    private void Expire(long now)
    {
        bool expired = false;
        while (_count > 0 && At(0) <= now - lengthMicros)
        {
            _first = _first + 1 == _times.Length ? 0 : _first + 1;
            _count--;
            expired = true;
        }

        if (expired)
        {
            // Everything pushed out is older than what has just left.
            _older?.Clear();
            if (_count == 0)
            {
                (_times, _first, _older) = ([], 0, null);
            }
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
