namespace Shannon.Analytics.Realtime.Streams;

/// <summary>
/// A queue of one subscriber's own that keeps its oldest records. What finds it full waits for room in a second queue, if it may, and goes when that takes
/// longer than it may wait. Gaps stand where records went, so that those before and behind stay in order. The lock is held for the moves of a
/// few references at a time.
/// </summary>
/// <param name="capacity">Most records in the queue.</param>
/// <param name="waitCapacity">Most records that wait for room.</param>
/// <param name="waitTimeout">How long they may.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class QueueSource(int capacity, int waitCapacity, TimeSpan waitTimeout, TimeProvider timeProvider) : StreamSource
{
    private readonly Lock _lock = new();
    private readonly Queue<Entry> _ready = new();
    private readonly Queue<Entry> _waiting = new();

    // Records that went before the first that waits, and behind the last entry of all.
    private long _missedBeforeWaiting;
    private long _missedAtEnd;
    private bool _overflowed;

    internal override bool HasOverflowed
    {
        get
        {
            lock (_lock)
            {
                return _overflowed;
            }
        }
    }

    internal void Add(ReadOnlySpan<StreamSlot> records)
    {
        lock (_lock)
        {
            long now = waitCapacity > 0 ? timeProvider.GetTimestamp() : 0;
            Expire(now);
            foreach (StreamSlot record in records)
            {
                Queue<Entry>? queue = _waiting.Count == 0 && _ready.Count < capacity ? _ready : _waiting.Count < waitCapacity ? _waiting : null;
                if (queue is null)
                {
                    _missedAtEnd++;
                    _overflowed = true;
                    continue;
                }

                queue.Enqueue(new Entry(record, _missedAtEnd, now));
                _missedAtEnd = 0;
            }
        }
    }

    internal override int Take(Span<StreamSlot> target, out long missed)
    {
        lock (_lock)
        {
            Admit();
            if (_ready.Count == 0)
            {
                missed = _missedAtEnd;
                _missedAtEnd = 0;
                return 0;
            }

            missed = _ready.Peek().MissedBefore;
            int count = 0;
            while (count < target.Length && _ready.TryPeek(out Entry entry) && (count == 0 || entry.MissedBefore == 0))
            {
                target[count++] = entry.Record;
                _ready.Dequeue();
            }

            Admit();
            return count;
        }
    }

    internal override void Skip()
    {
        lock (_lock)
        {
            _ready.Clear();
            _waiting.Clear();
            (_missedBeforeWaiting, _missedAtEnd, _overflowed) = (0, 0, false);
        }
    }

    private void Admit()
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        Expire(timeProvider.GetTimestamp());
        while (_ready.Count < capacity && _waiting.TryDequeue(out Entry entry))
        {
            _ready.Enqueue(entry with { MissedBefore = entry.MissedBefore + _missedBeforeWaiting });
            _missedBeforeWaiting = 0;
        }
    }

    private void Expire(long now)
    {
        while (_waiting.TryPeek(out Entry entry) && timeProvider.GetElapsedTime(entry.AddedAt, now) > waitTimeout)
        {
            _waiting.Dequeue();
            _missedBeforeWaiting += entry.MissedBefore + 1;
            _overflowed = true;
        }

        if (_waiting.Count == 0)
        {
            _missedAtEnd += _missedBeforeWaiting;
            _missedBeforeWaiting = 0;
        }
    }

    private readonly record struct Entry(StreamSlot Record, long MissedBefore, long AddedAt);
}
