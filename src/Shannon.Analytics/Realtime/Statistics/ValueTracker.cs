using Shannon.Analytics.Metrics;
using Shannon.Analytics.Realtime.Values;
using Shannon.Analytics.Realtime.Windows;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Realtime.Statistics;

/// <summary>Follows the values of a plain metric.</summary>
internal sealed class ValueTracker(Selector metric, long window, long now) : MetricTracker
{
    private readonly ValueReader _reader = new(new DerivedPart(DerivedPartKind.Sum, metric));
    private readonly SampleWindow _samples = new(window, now);

    internal override IReadOnlyList<Selector> Sources => _reader.Sources;

    internal override void Add(IRecordRows rows, int index, long now)
    {
        if (_reader.Read(new RowFields(rows, index)) is { } value)
        {
            _samples.Add(rows.IdAt(index), rows.TimeMicrosAt(index), value, now);
        }
    }

    internal override void Remove(long id) => _samples.Remove(id);

    internal override MetricStats Read(long now) => _samples.Read(now).ToStats();
}
