namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>Settings of <see cref="EwmaDetector"/>; the defaults are meant to be left alone.</summary>
internal sealed record EwmaDetectorOptions
{
    internal const double DefaultThreshold = 4;
    internal const int DefaultCooldownRecords = 20;
    internal const int DefaultLearningRecords = 20;
    internal const int MaxRecords = 1_000_000;

    /// <summary>From how many standard deviations on there is an alarm; positive, 4 by default.</summary>
    public double Threshold { get; init; } = DefaultThreshold;

    /// <summary>How many ordinary records end an incident; 1 to 1 000 000, 20 by default.</summary>
    public int CooldownRecords { get; init; } = DefaultCooldownRecords;

    /// <summary>For how many first records nothing is reported; 2 to 1 000 000, 20 by default.</summary>
    public int LearningRecords { get; init; } = DefaultLearningRecords;

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    internal void Validate()
    {
        DetectorArguments.CheckThreshold(Threshold);
        ArgumentOutOfRangeException.ThrowIfLessThan(CooldownRecords, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(CooldownRecords, MaxRecords);
        ArgumentOutOfRangeException.ThrowIfLessThan(LearningRecords, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LearningRecords, MaxRecords);
    }
}
