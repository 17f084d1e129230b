using Shannon.Analytics.Metrics;
using Shannon.Analytics.Realtime.Values;
using Shannon.Analytics.Realtime.Windows;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Realtime.Statistics;

/// <summary>Follows the parts of a derived figure: its value now is combined from the whole window, its course from the window's slices.</summary>
internal sealed class DerivedTracker : MetricTracker
{
    private readonly DerivedFigure _figure;
    private readonly WindowGrid _grid;
    private readonly ValueReader[] _readers;
    private readonly SampleWindow?[] _samples;
    private readonly SessionWindow?[] _sessions;

    internal DerivedTracker(DerivedFigure figure, long window, long now)
    {
        _figure = figure;
        _grid = new WindowGrid(window);
        _readers = [.. figure.Parts.Select(part => new ValueReader(part))];
        _samples = [.. figure.Parts.Select(part => part.Kind == DerivedPartKind.Sessions ? null : new SampleWindow(window, now))];
        _sessions = [.. figure.Parts.Select(part => part.Kind == DerivedPartKind.Sessions ? new SessionWindow(window) : null)];
    }

    internal override IReadOnlyList<Selector> Sources => [.. _readers.SelectMany(reader => reader.Sources).Distinct()];

    // Which sessions are running was said when they started.
    internal override IReadOnlyList<Selector> EarlierSources => Array.Exists(_sessions, sessions => sessions is not null)
        ? [Selector.OfCategory(MetricCategory.Session), Selector.Of(FieldNames.SessionStart), Selector.Of(FieldNames.SessionEnd)]
        : [];

    internal override IReadOnlyList<string> AttributeNames => Array.Exists(_readers, reader => reader.Part.OnlyFailed) ? [FieldNames.Success, FieldNames.StatusCode] : [];

    internal override void Add(IRecordRows rows, int index, long now)
    {
        for (int i = 0; i < _readers.Length; i++)
        {
            if (_readers[i].Read(new RowFields(rows, index)) is not { } number)
            {
                continue;
            }

            _samples[i]?.Add(rows.IdAt(index), rows.TimeMicrosAt(index), number, now);
            if (_sessions[i] is { } sessions && rows.SessionAt(index) is { } session)
            {
                string name = rows.MetricAt(index).Name;
                sessions.Add(session, rows.TimeMicrosAt(index), name == FieldNames.SessionStart, name == FieldNames.SessionEnd, now);
            }
        }
    }

    internal override void Remove(long id)
    {
        foreach (SampleWindow? count in _samples)
        {
            count?.Remove(id);
        }
    }

    internal override MetricStats Read(long now)
    {
        double[] parts = new double[_readers.Length];
        double[][] slices = [.. parts.Select(_ => new double[WindowGrid.Slices])];
        bool isExact = true;
        for (int i = 0; i < parts.Length; i++)
        {
            bool sums = _readers[i].Part.Kind == DerivedPartKind.Sum;
            if (_sessions[i] is { } sessions)
            {
                parts[i] = sessions.CountActive(now);
                sessions.AddSlices(now, slices[i]);
            }
            else
            {
                SampleSummary summary = _samples[i]!.Read(now);
                parts[i] = sums ? summary.Sum : summary.Count;
                isExact &= summary.IsExact;
                _samples[i]!.AddSlices(now, sums, slices[i]);
            }
        }

        return Course(slices, now) with { Current = _figure.Combine(parts, _grid.Length / 1e6), Rate = null, IsExact = isExact };
    }

    private MetricStats Course(double[][] slices, long now)
    {
        var course = new SampleSummary(now - _grid.Length, now, now);
        double[] parts = new double[slices.Length];
        for (int slice = 0; slice < WindowGrid.Slices; slice++)
        {
            for (int i = 0; i < parts.Length; i++)
            {
                parts[i] = slices[i][slice];
            }

            if (_figure.Combine(parts, _grid.SecondsOf(slice, now)) is { } value)
            {
                course.Add(slice, _grid.EndOf(slice, now), value);
            }
        }

        return course.ToStats();
    }
}
