using System.Collections.Immutable;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Realtime.Streams;

/// <summary>
/// What all subscribers share who want the same records in the same capacity: each record is matched and, for those that drop the oldest, kept once for
/// all of them. The committing thread adds and asks the thread pool to wake whoever waits; it wakes nobody itself.
/// </summary>
internal sealed class StreamTopic : IThreadPoolWorkItem
{
    private const int ChunkLength = 256;
    private readonly StreamMatcher _matcher;
    private readonly int _capacity;
    private readonly StreamSlot[] _matched = new StreamSlot[ChunkLength];
    private ImmutableArray<StreamSignal> _signals = [];
    private ImmutableArray<QueueSource> _queues = [];
    private StreamRing? _ring;
    private volatile bool _isClosed;
    private int _wakePending;

    internal StreamTopic(StreamMatcher matcher, int capacity)
    {
        _matcher = matcher;
        _capacity = capacity;
    }

    /// <summary>No record will follow.</summary>
    internal bool IsClosed => _isClosed;

    /// <summary>How many read; the hub's.</summary>
    internal int Readers { get; set; }

    /// <summary>What its subscribers have in common.</summary>
    internal (string Matcher, int Capacity) Key => (_matcher.Key, _capacity);

    internal StreamSource Join(MetricStreamRequest request, StreamSignal signal, TimeProvider timeProvider)
    {
        ImmutableInterlocked.Update(ref _signals, static (list, added) => list.Add(added), signal);
        if (request.Overflow == StreamOverflow.DropOldest)
        {
            _ring ??= new StreamRing(_capacity);
            return new RingSource(_ring, _capacity);
        }

        var queue = new QueueSource(_capacity, request.Overflow == StreamOverflow.Wait ? _capacity : 0, request.WaitTimeout, timeProvider);
        ImmutableInterlocked.Update(ref _queues, static (list, added) => list.Add(added), queue);
        return queue;
    }

    internal void Leave(StreamSource source, StreamSignal signal)
    {
        ImmutableInterlocked.Update(ref _signals, static (list, removed) => list.Remove(removed), signal);
        if (source is QueueSource queue)
        {
            ImmutableInterlocked.Update(ref _queues, static (list, removed) => list.Remove(removed), queue);
        }
    }

    /// <summary>Adds what matches; on the committing thread.</summary>
    internal void Add(CommittedRecords committed)
    {
        if (!_matcher.Wants(committed))
        {
            return;
        }

        int count = 0;
        bool any = false;
        for (int i = 0; i < committed.Count; i++)
        {
            if (_matcher.Matches(committed, i))
            {
                _matched[count++] = new StreamSlot(committed[i], committed.ReplacesAt(i) ?? 0);
                any = true;
            }

            if (count == ChunkLength)
            {
                Add(_matched);
                count = 0;
            }
        }

        if (any)
        {
            Add(_matched.AsSpan(0, count));
            Array.Clear(_matched);
            RequestWake();
        }
    }

    internal void Close()
    {
        _isClosed = true;
        RequestWake();
    }

    void IThreadPoolWorkItem.Execute()
    {
        // Before looking who waits: whoever adds afterwards asks anew.
        Interlocked.Exchange(ref _wakePending, 0);
        foreach (StreamSignal signal in _signals)
        {
            signal.Wake();
        }
    }

    private void Add(ReadOnlySpan<StreamSlot> records)
    {
        _ring?.Add(records);
        foreach (QueueSource queue in _queues)
        {
            queue.Add(records);
        }
    }

    // The exchange also orders what was added before it with the arming of readers: either a reader sees the records or the wake-up sees the reader.
    private void RequestWake()
    {
        if (Interlocked.Exchange(ref _wakePending, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}
