namespace Shannon.Analytics.Storage.Queries;

/// <summary>Reads the values of records as one series, ordered by (timestamp, id). The value is the measurement that the selector names, else each record's default.</summary>
public sealed record SeriesQuery : RecordPredicate
{
    /// <summary>Most points that may come back, 1 to 100,000,000; more is an error, so that memory stays bounded. 10,000,000 by default.</summary>
    public int MaxPoints { get; init; } = 10_000_000;

    /// <summary>Whether each point's session comes back too. False by default.</summary>
    public bool IncludeSessions { get; init; }

    /// <summary>Whether the series may stand in lent arrays: who asks gives them back with <see cref="Series.Return"/>.</summary>
    internal bool IsLent { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A property is out of range.</exception>
    public override void Validate()
    {
        base.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPoints, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxPoints, 100_000_000);
    }
}
