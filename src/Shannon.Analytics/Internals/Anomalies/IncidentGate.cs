using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>
/// The cool-down: one incident is one alarm. An alarm opens an incident, during which nothing is news; it is over when the evidence has been low for
/// a while, or after a cool-down's time. For one cool-down after the last strong evidence only stronger evidence than the incident's is news.
/// Evidence below the threshold opens no incident, but is news only once a cool-down as well.
/// </summary>
internal sealed class IncidentGate(double threshold, int cooldownRecords)
{
    /// <summary>So many records below <see cref="CloseShare"/> of the threshold close an incident.</summary>
    private const int CloseRecords = 24;

    private const double CloseShare = 0.7;

    private double _peak;
    private int _sincePeriod = cooldownRecords + 1;
    private int _openRecords;
    private int _openLeft;

    /// <summary>Whether an incident is running.</summary>
    internal bool IsOpen => _openLeft > 0;

    /// <summary>Takes the evidence of the next record and returns what of it is news: all or nothing. News that reaches the threshold is an alarm.</summary>
    internal double Pass(double evidence)
    {
        _sincePeriod = Math.Min(_sincePeriod + 1, cooldownRecords + 1);
        if (_openLeft > 0)
        {
            _peak = Math.Max(_peak, evidence);
            if (evidence >= CloseShare * threshold)
            {
                (_openLeft, _sincePeriod) = (CloseRecords, 0);
            }
            else
            {
                _openLeft--;
            }

            if (++_openRecords > cooldownRecords)
            {
                _openLeft = 0;
            }

            return 0;
        }

        bool fresh = _sincePeriod > cooldownRecords;
        if (evidence <= 0 || (!fresh && evidence <= _peak))
        {
            return 0;
        }

        _peak = evidence;
        if (fresh)
        {
            _sincePeriod = 0;
        }

        if (evidence >= threshold)
        {
            Open();
        }

        return evidence;
    }

    /// <summary>Opens an incident that evidence of another kind has found.</summary>
    internal void Open()
    {
        _openLeft = CloseRecords;
        _openRecords = 0;
        _sincePeriod = 0;
    }

    internal void Save(ByteWriter writer)
    {
        writer.WriteDouble(_peak);
        writer.WriteVarUInt((ulong)_sincePeriod);
        writer.WriteVarUInt((ulong)_openRecords);
        writer.WriteVarUInt((ulong)_openLeft);
    }

    internal void Load(ref ByteReader reader)
    {
        _peak = reader.ReadDouble();
        _sincePeriod = reader.ReadCount(cooldownRecords + 1);
        _openRecords = reader.ReadCount(cooldownRecords + 1);
        _openLeft = reader.ReadCount(CloseRecords);
    }
}
