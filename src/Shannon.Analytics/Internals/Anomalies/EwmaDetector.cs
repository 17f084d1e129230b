using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>
/// Compares each value with the exponentially weighted mean of those before it, in exponentially weighted standard deviations
/// (S. W. Roberts, "Control Chart Tests Based on Geometric Moving Averages", Technometrics 1, 1959). What lies beyond the threshold moves mean and
/// deviation only as far as the threshold would, so that one outlier does not hide the next, and a new level is learned in the end.
/// </summary>
internal sealed class EwmaDetector : IAnomalyDetector
{
    private const byte StateVersion = 0xE1;
    private const double MeanRate = 0.2;
    private const double VarianceRate = 0.05;

    /// <summary>The least deviation as a share of the level: less is rounding.</summary>
    private const double LeastRelativeDeviation = 1e-3;

    private const double LeastDeviation = 1e-12;
    private const double MostScore = 1e6;
    private const double MostMagnitude = 1e100;

    private readonly EwmaDetectorOptions _options;
    private readonly ShiftWatch _shift = new();
    private long _time = long.MinValue;
    private int _learned;
    private double _last;
    private double _mean;
    private double _variance;
    private int _openLeft;

    public EwmaDetector()
        : this(new EwmaDetectorOptions())
    {
    }

    public EwmaDetector(EwmaDetectorOptions options)
    {
        options.Validate();
        _options = options;
    }

    private double Deviation => Math.Max(Math.Sqrt(_variance), (LeastRelativeDeviation * Math.Abs(_mean)) + LeastDeviation);

    /// <summary>Reads what <see cref="Save"/> wrote, under the same options.</summary>
    /// <exception cref="CodecException">The bytes are no state of this detector and version.</exception>
    internal static EwmaDetector Load(ref ByteReader reader, EwmaDetectorOptions options)
    {
        reader.ReadVersion(StateVersion);
        EwmaDetector detector = new(options)
        {
            _time = reader.ReadVarInt(),
            _learned = reader.ReadCount(EwmaDetectorOptions.MaxRecords),
            _last = reader.ReadDouble(),
            _mean = reader.ReadDouble(),
            _variance = reader.ReadDouble(),
            _openLeft = reader.ReadCount(EwmaDetectorOptions.MaxRecords),
        };
        detector._shift.Load(ref reader);
        return detector;
    }

    /// <summary>Never: this detector knows no rhythm.</summary>
    public bool TryDetectMissing(long nowMicros, out AnomalyPoint point)
    {
        point = default;
        return false;
    }

    public AnomalyPoint Observe(long timeMicros, double value)
    {
        _time = Math.Max(_time, timeMicros);
        if (!double.IsFinite(value))
        {
            return Point(_last, 0, 0, PointOutcome.Quiet, DeviationCause.Missing);
        }

        double x = Math.Clamp(value, -MostMagnitude, MostMagnitude);
        if (_learned == 0)
        {
            _mean = x;
        }

        double error = x - _mean;
        double deviation = Deviation;
        bool learning = _learned < _options.LearningRecords;
        double score = learning ? 0 : Math.Min(Math.Abs(error) / deviation, MostScore);
        bool shifted = _shift.Observe(x);
        (double news, PointOutcome outcome) = Gate(score);
        DeviationCause cause = DeviationCause.Spike;
        if (outcome == PointOutcome.Alarm)
        {
            _shift.Start(_mean, error);
        }
        else if (shifted)
        {
            (outcome, cause) = (PointOutcome.Revision, DeviationCause.LevelShift);
        }

        AnomalyPoint point = Point(x, score, news, outcome, cause);
        Learn(learning ? error : Math.Clamp(error, -_options.Threshold * deviation, _options.Threshold * deviation));
        _last = x;
        return point;
    }

    public void Save(ByteWriter writer)
    {
        writer.WriteByte(StateVersion);
        writer.WriteVarInt(_time);
        writer.WriteVarUInt((ulong)_learned);
        writer.WriteDouble(_last);
        writer.WriteDouble(_mean);
        writer.WriteDouble(_variance);
        writer.WriteVarUInt((ulong)_openLeft);
        _shift.Save(writer);
    }

    private (double News, PointOutcome Outcome) Gate(double score)
    {
        bool open = _openLeft > 0;
        if (score < _options.Threshold)
        {
            _openLeft = Math.Max(0, _openLeft - 1);
            return (open ? 0 : score, PointOutcome.Quiet);
        }

        _openLeft = _options.CooldownRecords;
        return open ? (0, PointOutcome.Quiet) : (score, PointOutcome.Alarm);
    }

    private void Learn(double error)
    {
        // The first records weigh alike, as in an ordinary mean.
        _learned = Math.Min(_learned + 1, EwmaDetectorOptions.MaxRecords);
        double meanRate = Math.Max(MeanRate, 1.0 / _learned);
        double varianceRate = Math.Max(VarianceRate, 1.0 / _learned);
        _variance = Math.Max(0, _variance + (varianceRate * ((error * error) - _variance)));
        _mean += meanRate * error;
    }

    private AnomalyPoint Point(double value, double score, double news, PointOutcome outcome, DeviationCause cause)
    {
        double band = _options.Threshold * Deviation;
        return new(_time, value, _mean, _mean - band, _mean + band, score, news, AnomalyPoint.SideOf(value, _mean), cause, outcome);
    }
}
