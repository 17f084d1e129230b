namespace Shannon.Analytics.Realtime.Streams;

/// <summary>One subscription. The hub knows only its source and signal, so that one that is forgotten without disposal can be collected, and then leaves.</summary>
internal sealed class MetricStream : IMetricStream
{
    private readonly RealtimeHub _hub;
    private readonly StreamTopic _topic;
    private readonly StreamSource _source;
    private readonly StreamSignal _signal;
    private readonly StreamReplay? _replay;
    private readonly CancellationToken _token;
    private long _delivered;
    private long _dropped;
    private int _isRead;
    private int _isOver;

    internal MetricStream(RealtimeHub hub, StreamTopic topic, StreamSource source, StreamSignal signal, StreamReplay? replay, CancellationToken token)
    {
        (_hub, _topic, _source, _signal, _replay, _token) = (hub, topic, source, signal, replay, token);
    }

#pragma warning disable MA0055 // Whoever forgets a stream must not keep the hub filling its queue for ever.
    ~MetricStream() => Leave();
#pragma warning restore MA0055

    public long Delivered => Interlocked.Read(ref _delivered);

    public long Dropped => Interlocked.Read(ref _dropped);

    public ValueTask DisposeAsync()
    {
        Leave();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    public IAsyncEnumerator<MetricStreamItem> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _isRead, 1) != 0)
        {
            throw new InvalidOperationException("A stream is read once, by one reader. Make another one for another reader; they do not slow each other down.");
        }

        return new StreamReader(this, _replay, _token, cancellationToken);
    }

    private void Leave()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            _hub.Leave(_topic, _source, _signal);
            _signal.Wake();
        }
    }

    internal bool IsOver => _topic.IsClosed || Volatile.Read(ref _isOver) != 0;

    internal StreamSource Source => _source;

    internal StreamSignal Signal => _signal;

    internal void CountDelivered() => Interlocked.Increment(ref _delivered);

    internal void CountDropped(long count) => Interlocked.Add(ref _dropped, count);
}
