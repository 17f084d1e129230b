using System.Runtime.InteropServices;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>The values of the earliest and the latest record of a group, in the order (time, id).</summary>
[StructLayout(LayoutKind.Auto)]
internal struct GroupEnds
{
    private (long Time, long Id) _first;
    private (long Time, long Id) _last;
    private bool _any;

    internal readonly bool IsEmpty => !_any;

    internal double First { get; private set; }

    internal double Last { get; private set; }

    internal void Add(long time, long id, double value)
    {
        var place = (time, id);
        if (!_any || place.CompareTo(_first) < 0)
        {
            _first = place;
            First = value;
        }

        if (!_any || place.CompareTo(_last) > 0)
        {
            _last = place;
            Last = value;
        }

        _any = true;
    }

    internal void Merge(in GroupEnds other)
    {
        if (other._any)
        {
            Add(other._first.Time, other._first.Id, other.First);
            Add(other._last.Time, other._last.Id, other.Last);
        }
    }
}
