namespace Shannon.Analytics.Storage;

/// <summary>What became of a batch that was stored durably.</summary>
/// <param name="Stored">Records stored, including those that replaced another.</param>
/// <param name="Replaced">Records stored in place of one with the same key: they have the higher rank, or were merged with it.</param>
/// <param name="Duplicates">Records not stored, because the store holds one with the same key and at least their rank, or one to which they add nothing.</param>
public readonly record struct AppendResult(int Stored, int Replaced, int Duplicates)
{
    /// <summary>Records not stored, because they are older than an engine over the store keeps records (<see cref="AnalyticsEngineOptions.RetentionDays"/>): they would be deleted at once.</summary>
    public int TooOld { get; init; }

    /// <summary>The sum of what became of two parts of a batch.</summary>
    internal AppendResult Plus(in AppendResult other) =>
        new(Stored + other.Stored, Replaced + other.Replaced, Duplicates + other.Duplicates) { TooOld = TooOld + other.TooOld };
}
