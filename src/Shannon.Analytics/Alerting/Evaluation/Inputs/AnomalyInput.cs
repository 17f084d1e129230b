using Shannon.Analytics.Alerting.Conditions;
using Shannon.Analytics.Internals.Anomalies;
using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Evaluation.Inputs;

/// <summary>
/// Whether an incident begins with the record just taken in: 1 or 0. Runs the detector that finds anomalies in stored series, over the records' own
/// times, so that it finds the same.
/// </summary>
internal sealed class AnomalyInput : ValueInput
{
    private readonly DetectorKind _kind;
    private readonly Selector _metric;
    private IAnomalyDetector _detector;
    private bool _isAlarm;

    internal AnomalyInput(DetectorKind kind, Selector metric)
        : base(ValuesOf(metric))
    {
        (_kind, _metric) = (kind, metric);
        _detector = Unlearned();
    }

    /// <summary>The value that was looked at last.</summary>
    internal double Value { get; private set; } = double.NaN;

    internal override double Read(long now) => _isAlarm ? 1 : 0;

    /// <summary>Forgets the alarm of the record before.</summary>
    internal void Rest() => _isAlarm = false;

    /// <summary>Asks by a clock whether data is missing by now.</summary>
    internal bool IsMissing(long wallNow) => _isAlarm = _detector.TryDetectMissing(wallNow, out _);

    internal string Save()
    {
        using ByteWriter writer = new();
        _detector.Save(writer);
        return Convert.ToBase64String(writer.WrittenSpan);
    }

    /// <summary>Goes on from what <see cref="Save"/> wrote; begins anew if that came from another version.</summary>
    internal void Load(string saved)
    {
        try
        {
            ByteReader reader = new(Convert.FromBase64String(saved));
            _detector = _kind == DetectorKind.Ewma ? EwmaDetector.Load(ref reader, new EwmaDetectorOptions()) : AutoDetector.Load(ref reader, new AutoDetectorOptions());
        }
        catch (Exception error) when (error is CodecException or FormatException)
        {
            // It learns again.
        }
    }

    /// <summary>Goes on with the detector of the input that watched the same metric by the same method before, if there was one; else begins anew.</summary>
    /// <returns>Whether there was one.</returns>
    internal bool TryGoOnFrom(AnomalyInput[] before)
    {
        AnomalyInput? same = Array.Find(before, other => other._kind == _kind && other._metric == _metric);
        _detector = same?._detector ?? Unlearned();
        return same is not null;
    }

    private protected override bool Take(double value, MetricRecord record, long time, long now)
    {
        long recorded = UnixMicros.From(record.Timestamp);
        bool wasMissing = _detector.TryDetectMissing(recorded, out _);
        _isAlarm = _detector.Observe(recorded, value).Outcome == PointOutcome.Alarm || wasMissing;
        Value = value;
        return true;
    }

    private IAnomalyDetector Unlearned() => _kind == DetectorKind.Ewma ? new EwmaDetector() : new AutoDetector();
}
