using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>
/// Learns the level, spread and daily and weekly profile of a series while it runs, and reports spikes, level shifts, breaches of the usual pattern,
/// flat lines and missing data: one alarm an incident.
/// </summary>
/// <remarks>
/// Six views watch the series: its distance from the seasonal forecast, the same after the recent level, the same averaged over an hour's worth of
/// records, the step between two short windows, and the height above and below the long-run level, of which one at a time is not zero. Each has
/// its own <see cref="ExceedanceTail"/>, so that no view needs a distribution, a scale or a setting, and each says in decades how improbable the
/// moment is. Their sum is Fisher's combination of tests up to a constant; it decides, through an <see cref="IncidentGate"/>. Held evidence tells
/// what kind of anomaly it is. Flat lines and missing data have watches of their own.
/// </remarks>
internal sealed class AutoDetector : IAnomalyDetector
{
    private const byte StateVersion = 0xA1;

    /// <summary>The sum of evidence whose score is 0.5: five views that find the moment improbable by 2.5 decades.</summary>
    private const double HalfScoreEvidence = 5 * BandDecades;

    /// <summary>How improbable a single value outside the bounds is, in decades.</summary>
    private const double BandDecades = 2.5;

    /// <summary>The score of flat lines and missing data, which either are or are not.</summary>
    private const double WatchScore = 0.75;

    /// <summary>The mean excess of a tail that is of any interest, by the size of the series and by its spread: less is rounding.</summary>
    private const double LeastExcessOfLevel = 1e-9;
    private const double LeastExcessOfSpread = 0.03;

    /// <summary>After so many records evidence counts half: tails learned from little are uncertain.</summary>
    private const double HalfTrustRecords = 50;

    private const double RecentRate = 0.1;
    private const double AverageRate = 1.0 / 12;
    private const double FastRate = 0.2;

    /// <summary>Larger magnitudes count as this one, so that sums and products stay finite.</summary>
    private const double MostMagnitude = 1e100;

    private readonly AutoDetectorOptions _options;
    private readonly double _thresholdEvidence;
    private readonly IncidentGate _gate;
    private readonly LevelTracker _level = new();
    private readonly CalendarProfile _profile = new();
    private readonly RecentValues _recent = new();
    private readonly CadenceWatch _cadence = new();
    private readonly FlatLineWatch _flatLine = new();
    private readonly ShiftWatch _shift = new();
    private readonly Evidence _seasonal = new();
    private readonly Evidence _local = new();
    private readonly Evidence _average = new();
    private readonly Evidence _step = new();
    private readonly Evidence _above = new();
    private readonly Evidence _below = new();

    private int _learned;
    private double _last;
    private double _fast;
    private double _recentRest;
    private double _averageRest;

    public AutoDetector()
        : this(new AutoDetectorOptions())
    {
    }

    public AutoDetector(AutoDetectorOptions options)
    {
        options.Validate();
        _options = options;
        _thresholdEvidence = HalfScoreEvidence * options.Threshold / (1 - options.Threshold);
        _gate = new(_thresholdEvidence, options.CooldownRecords);
    }

    private bool IsLearning => _learned <= _options.LearningRecords;

    private double LeastExcess => (LeastExcessOfLevel * Math.Abs(_level.Level)) + (LeastExcessOfSpread * _level.Spread);

    /// <summary>Reads what <see cref="Save"/> wrote, under the same options.</summary>
    /// <exception cref="CodecException">The bytes are no state of this detector and version.</exception>
    internal static AutoDetector Load(ref ByteReader reader, AutoDetectorOptions options)
    {
        reader.ReadVersion(StateVersion);
        AutoDetector detector = new(options);
        detector.Read(ref reader);
        return detector;
    }

    public bool TryDetectMissing(long nowMicros, out AnomalyPoint point)
    {
        long deadline = _cadence.Deadline;
        if (!_cadence.Passes(nowMicros) || IsLearning || WatchScore < _options.Threshold)
        {
            point = default;
            return false;
        }

        double expected = _profile.Forecast(deadline, Unprofiled) + _recentRest;
        double band = Band();
        point = new(deadline, _last, expected, expected - band, expected + band, WatchScore, WatchScore, DeviationSide.None, DeviationCause.Missing, PointOutcome.Alarm);
        return true;
    }

    public AnomalyPoint Observe(long timeMicros, double value)
    {
        long time = _cadence.Observe(timeMicros);
        double season = _profile.Forecast(time, Unprofiled);
        double expected = season + _recentRest;
        double band = Band();
        if (!double.IsFinite(value))
        {
            return new(time, _last, expected, expected - band, expected + band, 0, 0, DeviationSide.None, DeviationCause.Missing, PointOutcome.Quiet);
        }

        double x = Math.Clamp(value, -MostMagnitude, MostMagnitude);
        double recentRest = _recentRest;
        double evidence = Weigh(time, x, season);
        bool flat = _flatLine.Observe(x);
        bool shifted = _shift.Observe(x - season);
        _last = x;
        double news = IsLearning ? 0 : _gate.Pass(evidence);
        PointOutcome outcome = PointOutcome.Quiet;
        DeviationCause cause = CauseOf();
        if (news >= _thresholdEvidence)
        {
            outcome = PointOutcome.Alarm;
            _shift.Stop();
            if (cause == DeviationCause.Spike)
            {
                _shift.Start(recentRest, x - season - recentRest);
            }
        }
        else if (shifted)
        {
            (outcome, cause) = (PointOutcome.Revision, DeviationCause.LevelShift);
        }

        double score = ScoreOf(evidence);
        double newsScore = ScoreOf(news);
        if (flat && !IsLearning && WatchScore >= _options.Threshold)
        {
            // A flat line that began in an incident is that incident, seen better.
            cause = DeviationCause.FlatLine;
            score = Math.Max(score, WatchScore);
            if (_gate.IsOpen && outcome != PointOutcome.Alarm)
            {
                outcome = PointOutcome.Revision;
            }
            else
            {
                outcome = PointOutcome.Alarm;
                newsScore = score;
                _gate.Open();
            }

            _shift.Stop();
        }

        DeviationSide side = cause == DeviationCause.FlatLine ? DeviationSide.None : AnomalyPoint.SideOf(x, expected);
        return new(time, x, expected, expected - band, expected + band, score, newsScore, side, cause, outcome);
    }

    public void Save(ByteWriter writer)
    {
        writer.WriteByte(StateVersion);
        writer.WriteVarUInt((ulong)_learned);
        writer.WriteDouble(_last);
        writer.WriteDouble(_fast);
        writer.WriteDouble(_recentRest);
        writer.WriteDouble(_averageRest);
        _gate.Save(writer);
        _level.Save(writer);
        _profile.Save(writer);
        _recent.Save(writer);
        _cadence.Save(writer);
        _flatLine.Save(writer);
        _shift.Save(writer);
        _seasonal.Save(writer);
        _local.Save(writer);
        _average.Save(writer);
        _step.Save(writer);
        _above.Save(writer);
        _below.Save(writer);
    }

    private void Read(ref ByteReader reader)
    {
        _learned = reader.ReadCount(AutoDetectorOptions.MaxRecords + 1);
        _last = reader.ReadDouble();
        _fast = reader.ReadDouble();
        _recentRest = reader.ReadDouble();
        _averageRest = reader.ReadDouble();
        _gate.Load(ref reader);
        _level.Load(ref reader);
        _profile.Load(ref reader);
        _recent.Load(ref reader);
        _cadence.Load(ref reader);
        _flatLine.Load(ref reader);
        _shift.Load(ref reader);
        _seasonal.Load(ref reader);
        _local.Load(ref reader);
        _average.Load(ref reader);
        _step.Load(ref reader);
        _above.Load(ref reader);
        _below.Load(ref reader);
    }

    private static double ScoreOf(double evidence) => evidence / (evidence + HalfScoreEvidence);

    /// <summary>What stands in for the season where the profile has none yet.</summary>
    private double Unprofiled => _fast;

    /// <summary>How far a value may lie from the expected one, on either side, before it is improbable by itself.</summary>
    private double Band() => _local.ValueAt(BandDecades, LeastExcess);

    /// <summary>Shows the value to every view, then learns from it.</summary>
    private double Weigh(long time, double x, double season)
    {
        double rest = x - season;
        double distance = x - _level.Level;
        bool first = _learned == 0;
        if (first)
        {
            (rest, distance) = (0, 0);
        }

        _averageRest += AverageRate * (rest - _averageRest);
        double local = rest - _recentRest;
        _recentRest += RecentRate * local;
        _recent.Add(x);

        double least = LeastExcess;
        double evidence = _seasonal.Observe(Math.Abs(rest), least)
            + _local.Observe(Math.Abs(local), least)
            + _average.Observe(Math.Abs(_averageRest), least)
            + _step.Observe(Math.Abs(_recent.Shift()), least)
            + _above.Observe(Math.Max(0, distance), least)
            + _below.Observe(Math.Max(0, -distance), least);

        _level.Learn(x);
        _profile.Learn(time, x);
        _fast = first ? x : _fast + (FastRate * (x - _fast));
        _learned = Math.Min(_learned + 1, AutoDetectorOptions.MaxRecords + 1);
        return evidence * _learned / (_learned + HalfTrustRecords);
    }

    /// <summary>The kind of anomaly by which views speak loudest: those of the moment, or those of the last records.</summary>
    private DeviationCause CauseOf()
    {
        double moment = Math.Max(Math.Max(_seasonal.Held, _local.Held), Math.Max(_above.Held, _below.Held));
        double lasting = Math.Max(_average.Held, _step.Held);
        if (moment >= lasting)
        {
            return DeviationCause.Spike;
        }

        bool usualHeight = _above.Held < 1 && _below.Held < 1;
        return usualHeight && _average.Held > _step.Held ? DeviationCause.PatternChange : DeviationCause.LevelShift;
    }
}
