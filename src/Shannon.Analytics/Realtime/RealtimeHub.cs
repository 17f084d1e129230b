using System.Collections.Immutable;
using Shannon.Analytics.Realtime.Streams;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Realtime;

/// <summary>
/// Hands what the store commits to the streams and statistics of one engine. It observes the store only while there is something to hand it to. Thread-safe.
/// </summary>
internal sealed class RealtimeHub(IMetricStore store) : ICommitObserver, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string, int), StreamTopic> _topicOf = [];
    private ImmutableArray<StreamTopic> _topics = [];
    private readonly StatisticsBoard _statistics = new(store);
    private IDisposable? _observation;
    private bool _isClosed;

    /// <summary>Figures over windows that end now.</summary>
    internal StatisticsBoard Statistics
    {
        get
        {
            lock (_lock)
            {
                Observe();
                return _statistics;
            }
        }
    }

    /// <summary>How many streams are open.</summary>
    internal int Streams
    {
        get
        {
            lock (_lock)
            {
                return _topicOf.Values.Sum(topic => topic.Readers);
            }
        }
    }

    /// <summary>Joins; what is committed from now on reaches the stream.</summary>
    internal MetricStream Stream(MetricStreamRequest request, CancellationToken cancellationToken)
    {
        request.Validate();
        var matcher = new StreamMatcher(request);
        var signal = new StreamSignal();
        lock (_lock)
        {
            var key = (matcher.Key, request.Capacity);
            if (!_topicOf.TryGetValue(key, out StreamTopic? topic))
            {
                _topicOf[key] = topic = new StreamTopic(matcher, request.Capacity);
            }

            StreamSource source = topic.Join(request, signal, store.TimeProvider);
            topic.Readers++;
            _topics = [.. _topicOf.Values];
            Observe();
            return new MetricStream(this, topic, source, signal, request.Replays ? new StreamReplay(store, request) : null, cancellationToken);
        }
    }

    public void OnCommitted(CommittedRecords committed)
    {
        foreach (StreamTopic topic in _topics)
        {
            topic.Add(committed);
        }

        _statistics.Add(committed);
    }

    internal void Leave(StreamTopic topic, StreamSource source, StreamSignal signal)
    {
        lock (_lock)
        {
            topic.Leave(source, signal);
            if (--topic.Readers == 0)
            {
                _topicOf.Remove(topic.Key);
                _topics = [.. _topicOf.Values];
            }

            if (_topics.IsEmpty && _statistics.IsEmpty)
            {
                _observation?.Dispose();
                _observation = null;
            }
        }
    }

    private void Observe()
    {
        ObjectDisposedException.ThrowIf(_isClosed, typeof(IMetricStore));
        _observation ??= store.Observers.Add(this);
    }

    /// <summary>Ends all streams, after what is queued for them.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            _observation?.Dispose();
            _observation = null;
            foreach (StreamTopic topic in _topics)
            {
                topic.Close();
            }
        }
    }
}
