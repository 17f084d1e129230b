namespace Shannon.Analytics.Storage.Queries;

/// <summary>A series of values, read from one snapshot and ordered by (timestamp, id).</summary>
/// <param name="TimestampsMicros">Microseconds since 1970-01-01T00:00:00Z, rising.</param>
/// <param name="Values">The values; finite.</param>
/// <param name="SessionCodes">Each point's position in <paramref name="Sessions"/>, or -1; empty unless asked for.</param>
/// <param name="Sessions">The sessions' ids; empty unless asked for.</param>
public sealed record Series(ReadOnlyMemory<long> TimestampsMicros, ReadOnlyMemory<double> Values, ReadOnlyMemory<int> SessionCodes, IReadOnlyList<string> Sessions)
{
    /// <summary>How many points there are.</summary>
    public int Count => Values.Length;

    /// <summary>Where the points stand, if that is lent.</summary>
    internal SeriesArrays? Lent { get; init; }

    /// <summary>Gives lent arrays back, for other series. Only for who alone holds this one, and looks at it no more.</summary>
    internal void Return() => Lent?.Return();
}
