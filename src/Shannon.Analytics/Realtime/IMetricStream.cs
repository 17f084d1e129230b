namespace Shannon.Analytics.Realtime;

/// <summary>
/// A subscription to what the store commits, from the call that made it on. Enumerated once, by one reader: <c>await foreach (var item in stream)</c>. It ends with
/// the loop (<c>break</c> included), with its disposal, and, after what is queued, when the engine is disposed; a cancelled token
/// ends it with <see cref="OperationCanceledException"/>.
/// </summary>
#pragma warning disable CA1711 // What it is called everywhere; nobody takes it for a System.IO.Stream.
public interface IMetricStream : IAsyncEnumerable<MetricStreamItem>, IAsyncDisposable
#pragma warning restore CA1711
{
    /// <summary>How many records it has yielded.</summary>
    long Delivered { get; }

    /// <summary>How many records the gaps it has yielded stand for.</summary>
    long Dropped { get; }
}
