namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>Settings of <see cref="AutoDetector"/>; the defaults are meant to be left alone.</summary>
internal sealed record AutoDetectorOptions
{
    internal const double DefaultThreshold = 0.5;
    internal const int DefaultCooldownRecords = 300;
    internal const int DefaultLearningRecords = 100;
    internal const int MaxRecords = 1_000_000;

    /// <summary>From which score on there is an alarm, above 0 and below 1; 0.5 by default. At 0.5 each of five views finds the moment, on average, a 1 in 300 one (10^-2.5) at once.</summary>
    public double Threshold { get; init; } = DefaultThreshold;

    /// <summary>For how many records after an alarm only worse is news; 1 to 1 000 000, 300 by default.</summary>
    public int CooldownRecords { get; init; } = DefaultCooldownRecords;

    /// <summary>For how many first records nothing is reported; 0 to 1 000 000, 100 by default.</summary>
    public int LearningRecords { get; init; } = DefaultLearningRecords;

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    internal void Validate()
    {
        if (!(Threshold > 0 && Threshold < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Threshold), Threshold, "The threshold of the automatic detector must be above 0 and below 1; 0.5 is the default, higher means fewer alarms.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(CooldownRecords, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(CooldownRecords, MaxRecords);
        ArgumentOutOfRangeException.ThrowIfNegative(LearningRecords);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LearningRecords, MaxRecords);
    }
}
