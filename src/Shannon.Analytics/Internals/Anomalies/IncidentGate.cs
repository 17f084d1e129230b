using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>
/// The cool-down: one incident is one alarm. An alarm opens an incident, which lasts until the evidence has been low for a while; in its first
/// cool-down nothing is news, later only stronger evidence than before. For one cool-down after its last strong evidence, too, only stronger evidence
/// is news. Evidence below the threshold opens no incident, but is news only once a cool-down as well.
/// </summary>
internal sealed class IncidentGate
{
    /// <summary>So many records below <see cref="CloseShare"/> of the threshold close an incident.</summary>
    private const int CloseRecords = 24;

    private const double CloseShare = 0.7;

    private readonly double _threshold;
    private readonly int _cooldownRecords;
    private double _peak;

    // Records since the cool-down began: with news, or with the last strong evidence of an incident.
    private int _quiet;
    private int _openRecords;
    private int _openLeft;

    public IncidentGate(double threshold, int cooldownRecords)
    {
        (_threshold, _cooldownRecords, _quiet) = (threshold, cooldownRecords, cooldownRecords);
    }

    /// <summary>Whether an incident is running.</summary>
    internal bool IsOpen => _openLeft > 0;

    /// <summary>Takes the evidence of the next record and returns what of it is news: all or nothing. News that reaches the threshold is an alarm.</summary>
    internal double Pass(double evidence)
    {
        bool fresh = _quiet >= _cooldownRecords;
        _quiet = Math.Min(_quiet + 1, _cooldownRecords);
        if (_openLeft > 0)
        {
            return PassOpen(evidence);
        }

        if (evidence <= 0 || (!fresh && evidence <= _peak))
        {
            return 0;
        }

        _peak = evidence;
        if (fresh)
        {
            _quiet = 0;
        }

        if (evidence >= _threshold)
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
        _quiet = 0;
    }

    internal void Save(ByteWriter writer)
    {
        writer.WriteDouble(_peak);
        writer.WriteVarUInt((ulong)_quiet);
        writer.WriteVarUInt((ulong)_openRecords);
        writer.WriteVarUInt((ulong)_openLeft);
    }

    internal void Load(ref ByteReader reader)
    {
        _peak = reader.ReadDouble();
        _quiet = reader.ReadCount(_cooldownRecords);
        _openRecords = reader.ReadCount(_cooldownRecords + 1);
        _openLeft = reader.ReadCount(CloseRecords);
    }

    private double PassOpen(double evidence)
    {
        _openRecords = Math.Min(_openRecords + 1, _cooldownRecords + 1);
        bool grows = _openRecords > _cooldownRecords && evidence > _peak && evidence >= _threshold;
        _peak = Math.Max(_peak, evidence);
        if (grows)
        {
            Open();
            return evidence;
        }

        if (evidence >= CloseShare * _threshold)
        {
            (_openLeft, _quiet) = (CloseRecords, 0);
        }
        else
        {
            _openLeft--;
        }

        return 0;
    }
}
