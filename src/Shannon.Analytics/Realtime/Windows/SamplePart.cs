using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Realtime.Windows;

/// <summary>The values of one sixtieth of a window. Not thread-safe.</summary>
internal sealed class SamplePart
{
    private const int MaxExact = 64;
    private long[] _ids = [];
    private long[] _times = [];
    private double[] _values = [];
    private int _exact;
    private MomentsAccumulator _moments;
    private TrendAccumulator _trend;
    private DDSketch? _sketch;
    private (long Time, long Id, double Value) _last;

    internal long Count => _exact + _moments.Count;

    internal double Sum
    {
        get
        {
            MomentsAccumulator all = _moments;
            all.Merge(MomentsAccumulator.Of(_values.AsSpan(0, _exact)));
            return all.Sum ?? 0;
        }
    }

    internal void Clear()
    {
        (_exact, _moments, _trend, _last) = (0, default, default, default);
        _sketch?.Clear();
    }

    internal void Add(long id, long time, double value, long origin)
    {
        if (_exact == MaxExact)
        {
            Fold(origin);
        }

        if (_exact == _values.Length)
        {
            int capacity = Math.Max(4, _exact * 2);
            Array.Resize(ref _ids, capacity);
            Array.Resize(ref _times, capacity);
            Array.Resize(ref _values, capacity);
        }

        (_ids[_exact], _times[_exact], _values[_exact]) = (id, time, value);
        _exact++;
    }

    internal bool Remove(long id)
    {
        int place = _ids.AsSpan(0, _exact).IndexOf(id);
        if (place < 0)
        {
            return false;
        }

        _exact--;
        (_ids[place], _times[place], _values[place]) = (_ids[_exact], _times[_exact], _values[_exact]);
        return true;
    }

    internal void AddTo(SampleSummary summary)
    {
        for (int i = 0; i < _exact; i++)
        {
            summary.Add(_ids[i], _times[i], _values[i]);
        }

        if (_moments.Count > 0)
        {
            summary.Add(_moments, _trend, _sketch!, _last);
        }
    }

    private void Fold(long origin)
    {
        Span<long> times = _times.AsSpan(0, _exact);
        Span<double> values = _values.AsSpan(0, _exact);
        for (int i = 0; i < _exact; i++)
        {
            if (_moments.Count + i == 0 || (times[i], _ids[i]).CompareTo((_last.Time, _last.Id)) > 0)
            {
                _last = (times[i], _ids[i], values[i]);
            }
        }

        times.Sort(values);
        _moments.Merge(MomentsAccumulator.Of(values));
        _trend.Merge(TrendAccumulator.Of(times, values, origin));
        (_sketch ??= new DDSketch()).Add(values);
        _exact = 0;
    }
}
