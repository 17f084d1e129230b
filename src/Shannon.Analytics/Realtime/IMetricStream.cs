namespace Shannon.Analytics.Realtime;

/// <summary>
/// A subscription to what the store commits, from the call that made it on. Enumerated once, by one reader: <c>await foreach (var item in stream)</c>. It ends with
/// the loop (<c>break</c> included), with its disposal, and, after what is queued, when the engine is disposed; a cancelled token
/// ends it with <see cref="OperationCanceledException"/>.
/// </summary>
public interface IMetricStream : IAsyncEnumerable<MetricStreamItem>, IAsyncDisposable
{
    /// <summary>How many records it has yielded.</summary>
    long Delivered { get; }

    /// <summary>How many records the gaps it has yielded stand for.</summary>
    long Dropped { get; }
}
