using System.Collections.Concurrent;
using System.Diagnostics;

namespace Shannon.Analytics.Tests.Diagnostics;

/// <summary>Collects the spans that a test gives rise to, and no others: those of the trace that it begins.</summary>
internal sealed class SpanLog : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly Activity _trace = new Activity("test").Start();
    private readonly ActivityListener _listener;

    internal SpanLog(string source)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = candidate => candidate.Name == source,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId == _trace.TraceId)
                {
                    _spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    internal IReadOnlyList<Activity> Spans => [.. _spans];

    internal static string? Tag(Activity span, string name) => span.GetTagItem(name)?.ToString();

    public void Dispose()
    {
        _trace.Dispose();
        _listener.Dispose();
    }
}
