using System.Diagnostics.Metrics;

namespace Shannon.Analytics.Benchmarks.Macro.Streams;

/// <summary>System.Diagnostics.Metrics with a listener that keeps count, sum, least and greatest value: no window, no percentiles, no trend.</summary>
internal sealed class MeterListenerUpdates : Contender
{
    private readonly int _calls;
    private readonly Meter _meter = new("shannon.benchmark");
    private readonly MeterListener _listener = new();
    private readonly Histogram<double> _histogram;
    private readonly Lock _lock = new();
    private long _count;
    private double _sum;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;

    public MeterListenerUpdates(int calls)
    {
        _calls = calls;
        _histogram = _meter.CreateHistogram<double>("response_time");
        _listener.SetMeasurementEventCallback<double>((_, value, _, _) =>
        {
            lock (_lock)
            {
                _count++;
                _sum += value;
                _min = Math.Min(_min, value);
                _max = Math.Max(_max, value);
            }
        });
        _listener.EnableMeasurementEvents(_histogram);
    }

    /// <inheritdoc />
    public override long Operations => _calls;

    /// <inheritdoc />
    public override ValueTask RunAsync()
    {
        var session = new KeyValuePair<string, object?>("session", "session");
        for (int i = 0; i < _calls; i++)
        {
            _histogram.Record(i % 1_000, session);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override ValueTask<double[]> AnswerAsync() => ValueTask.FromResult<double[]>([_sum >= 0 && _min <= _max ? _count : -1]);

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _meter.Dispose();
        return ValueTask.CompletedTask;
    }
}
