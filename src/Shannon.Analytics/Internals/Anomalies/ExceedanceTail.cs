using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>
/// The upper tail of one non-negative statistic, learned online: how improbable is a value at least this large? Values among the largest seen
/// rank by count, values beyond them by an exponential tail fitted to the excesses (peaks over threshold: Pickands 1975; streamed: Siffer et al.,
/// "Anomaly Detection in Streams with Extreme Value Theory", KDD 2017).
/// </summary>
/// <remarks>
/// The <see cref="Kept"/> largest peaks of two generations are kept. Values close in time to a peak belong to its cluster and only raise it, since
/// one incident must not fill the tail. Each list is in descending order. When a generation is full the older one is forgotten.
/// </remarks>
internal sealed class ExceedanceTail
{
    private const int Kept = 16;
    private const int ClusterRecords = 24;

    /// <summary>What lasts this long is the new normal: a further cluster of it counts as a further peak.</summary>
    private const int LongestCluster = 288;

    private const int GenerationRecords = 10_000;
    private const int LeastPeaks = 5;
    private const int LeastRecords = 50;

    /// <summary>A later value belongs to a peak's cluster and keeps it open when it is at least this share of the peak.</summary>
    private const double ClusterShare = 0.9;

    /// <summary>The least mean excess as a share of the edge: equal peaks must not make the next hair's breadth improbable.</summary>
    private const double LeastRelativeExcess = 1e-3;

    /// <summary>An excess below this share of what is of interest is rounding, not an excess.</summary>
    private const double RoundingShare = 0.01;

    private const double Ln10 = 2.302585092994046;

    private readonly double[] _current = new double[Kept];
    private readonly double[] _previous = new double[Kept];
    private int _currentPeaks;
    private int _previousPeaks;
    private int _currentRecords;
    private int _previousRecords;
    private double _cluster = -1;
    private int _sinceCluster;
    private int _clusterRecords;

    // Derived from the two lists whenever one changes.
    private double _edge;
    private double _meanExcess;
    private int _peaks;

    private bool Ready => _peaks >= LeastPeaks && _currentRecords + _previousRecords >= LeastRecords;

    private double Log10EdgeShare => Math.Log10(_peaks / (double)(_currentRecords + _previousRecords));

    /// <summary>How many decades of improbability a value has: -log10 P(at least <paramref name="value"/>). Zero below the tail and before enough is known.</summary>
    /// <param name="value">The statistic now; not yet added.</param>
    /// <param name="least">The least mean excess that is of any interest, in units of the statistic.</param>
    internal double Decades(double value, double least)
    {
        if (value <= _edge + (RoundingShare * least) || !Ready)
        {
            return 0;
        }

        return Math.Max(0, ((value - _edge) / (MeanExcess(least) * Ln10)) - Log10EdgeShare);
    }

    /// <summary>The value that would have this many decades; the largest seen before enough is known.</summary>
    internal double ValueAt(double decades, double least)
    {
        if (!Ready)
        {
            return Math.Max(_currentPeaks > 0 ? _current[0] : 0, _previousPeaks > 0 ? _previous[0] : 0);
        }

        return _edge + (MeanExcess(least) * Ln10 * Math.Max(0, decades + Log10EdgeShare));
    }

    internal void Add(double value)
    {
        if (_currentRecords >= GenerationRecords)
        {
            _current.CopyTo(_previous, 0);
            (_previousPeaks, _previousRecords) = (_currentPeaks, _currentRecords);
            (_currentPeaks, _currentRecords, _cluster) = (0, 0, -1);
            Derive();
        }

        _currentRecords++;
        _sinceCluster++;
        _clusterRecords++;
        if (_currentPeaks == Kept && value <= _current[Kept - 1])
        {
            return;
        }

        if (_cluster < 0 || _sinceCluster > ClusterRecords || _clusterRecords > LongestCluster)
        {
            Insert(value);
        }
        else if (value > _cluster)
        {
            Remove(_cluster);
            Insert(value);
        }
        else if (value > _cluster * ClusterShare)
        {
            _sinceCluster = 0;
        }
    }

    internal void Save(ByteWriter writer)
    {
        SaveGeneration(writer, _previous, _previousPeaks, _previousRecords);
        SaveGeneration(writer, _current, _currentPeaks, _currentRecords);
        writer.WriteDouble(_cluster);
        writer.WriteVarUInt((ulong)Math.Min(_sinceCluster, ClusterRecords + 1));
        writer.WriteVarUInt((ulong)Math.Min(_clusterRecords, LongestCluster + 1));
    }

    internal void Load(ref ByteReader reader)
    {
        (_previousPeaks, _previousRecords) = LoadGeneration(ref reader, _previous);
        (_currentPeaks, _currentRecords) = LoadGeneration(ref reader, _current);
        _cluster = reader.ReadDouble();
        _sinceCluster = reader.ReadCount(ClusterRecords + 1);
        _clusterRecords = reader.ReadCount(LongestCluster + 1);
        Derive();
    }

    private static void SaveGeneration(ByteWriter writer, double[] peaks, int count, int records)
    {
        writer.WriteVarUInt((ulong)count);
        writer.WriteVarUInt((ulong)records);
        writer.WriteDoubles(peaks.AsSpan(0, count));
    }

    private static (int Peaks, int Records) LoadGeneration(ref ByteReader reader, double[] peaks)
    {
        int count = reader.ReadCount(Kept);
        int records = reader.ReadCount(GenerationRecords);
        reader.ReadDoubles(peaks.AsSpan(0, count));
        return (count, records);
    }

    private double MeanExcess(double least) => Math.Max(_meanExcess, (LeastRelativeExcess * _edge) + least);

    private void Insert(double value)
    {
        int at = Math.Min(_currentPeaks, Kept - 1);
        while (at > 0 && _current[at - 1] < value)
        {
            _current[at] = _current[at - 1];
            at--;
        }

        _current[at] = value;
        _currentPeaks = Math.Min(_currentPeaks + 1, Kept);
        (_cluster, _sinceCluster, _clusterRecords) = (value, 0, 0);
        Derive();
    }

    private void Remove(double value)
    {
        int at = _current.AsSpan(0, _currentPeaks).IndexOf(value);
        if (at >= 0)
        {
            _current.AsSpan((at + 1)..^(Kept - _currentPeaks)).CopyTo(_current.AsSpan(at));
            _currentPeaks--;
        }
    }

    private void Derive()
    {
        int newer = 0;
        int older = 0;
        double sum = 0;
        _edge = 0;
        for (_peaks = 0; _peaks < Kept && (newer < _currentPeaks || older < _previousPeaks); _peaks++)
        {
            _edge = older >= _previousPeaks || (newer < _currentPeaks && _current[newer] >= _previous[older]) ? _current[newer++] : _previous[older++];
            sum += _edge;
        }

        _meanExcess = _peaks == 0 ? 0 : Math.Max(0, (sum / _peaks) - _edge);
    }
}
