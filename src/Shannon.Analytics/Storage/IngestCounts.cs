namespace Shannon.Analytics.Storage;

/// <summary>
/// What became of every record offered to a store object since it was opened. The counts close:
/// <c>Offered = Stored + Duplicates + Dropped + Rejected + Failed + Cancelled + Pending</c>.
/// </summary>
public sealed record IngestCounts
{
    /// <summary>Records handed in, one way or another.</summary>
    public long Offered { get; init; }

    /// <summary>Records durable in the store.</summary>
    public long Stored { get; init; }

    /// <summary>Records not stored because a copy of at least their rank is there.</summary>
    public long Duplicates { get; init; }

    /// <summary>Records of fire-and-forget producers for which the intake had no room.</summary>
    public long Dropped { get; init; }

    /// <summary>Records refused: by validation, together with the rest of their batch, or for their age.</summary>
    public long Rejected { get; init; }

    /// <summary>Of the rejected, those that are older than an engine over the store keeps records.</summary>
    public long TooOld { get; init; }

    /// <summary>Records lost to a failure of the store, which the caller (or, without one, the log) was told.</summary>
    public long Failed { get; init; }

    /// <summary>Records withdrawn by their caller's cancellation before the store took them.</summary>
    public long Cancelled { get; init; }

    /// <summary>Records taken in and not yet settled.</summary>
    public long Pending { get; init; }

    /// <summary>Of the stored, those that replaced an earlier copy.</summary>
    public long Replaced { get; init; }
}
