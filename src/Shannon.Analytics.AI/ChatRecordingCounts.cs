namespace Shannon.Analytics.AI;

/// <summary>What became of the records that a client made. The counts close: <c>Offered = Accepted + Dropped + Failed</c>, but for what is under way.</summary>
public sealed record ChatRecordingCounts
{
    /// <summary>Records made.</summary>
    public long Offered { get; init; }

    /// <summary>Records that the store has (<see cref="ChatRecordingMode.Awaited"/>) or holds in its buffer (<see cref="ChatRecordingMode.Background"/>).</summary>
    public long Accepted { get; init; }

    /// <summary>Records that the buffer had no room for.</summary>
    public long Dropped { get; init; }

    /// <summary>Records that the store refused or could not write.</summary>
    public long Failed { get; init; }

    /// <summary>How often something beside storing went wrong: a callback of the options threw, a response could not be read, a budget could not be asked or settled. The call went on.</summary>
    public long Faults { get; init; }
}
