using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>The last two windows of values, and how far their means lie apart.</summary>
internal sealed class RecentValues
{
    private const int Window = 12;

    private readonly double[] _ring = new double[2 * Window];
    private int _next;
    private int _count;

    internal void Add(double value)
    {
        _ring[_next] = value;
        _next = _next + 1 == _ring.Length ? 0 : _next + 1;
        _count = Math.Min(_count + 1, _ring.Length);
    }

    /// <summary>Mean of the newer window less mean of the older one; zero until both are full. Summed anew each time, so that nothing drifts.</summary>
    internal double Shift()
    {
        if (_count < _ring.Length)
        {
            return 0;
        }

        double newer = 0;
        double older = 0;
        int at = _next;
        for (int i = 0; i < 2 * Window; i++)
        {
            // The oldest value is the one to be overwritten next.
            if (i < Window)
            {
                older += _ring[at];
            }
            else
            {
                newer += _ring[at];
            }

            at = at + 1 == _ring.Length ? 0 : at + 1;
        }

        return (newer - older) / Window;
    }

    internal void Save(ByteWriter writer)
    {
        writer.WriteVarUInt((ulong)_next);
        writer.WriteVarUInt((ulong)_count);
        writer.WriteDoubles(_ring);
    }

    internal void Load(ref ByteReader reader)
    {
        _next = reader.ReadCount(_ring.Length - 1);
        _count = reader.ReadCount(_ring.Length);
        reader.ReadDoubles(_ring);
    }
}
