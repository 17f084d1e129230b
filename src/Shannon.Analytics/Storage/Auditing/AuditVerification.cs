namespace Shannon.Analytics.Storage.Auditing;

/// <summary>What checking an audit log found.</summary>
public sealed record AuditVerification
{
    /// <summary>Whether every entry is there, unchanged and in its place.</summary>
    public bool IsIntact => Problem is null;

    /// <summary>How many entries were found sound, from the first on.</summary>
    public long SoundEntries { get; init; }

    /// <summary>The place of the first entry that is changed, missing or not where it belongs; <see langword="null"/> if there is none.</summary>
    public long? FirstBroken { get; init; }

    /// <summary>What is wrong there; <see langword="null"/> if nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether the last sound entry is protected by a key, so that who edits the file cannot recompute the chain.</summary>
    public bool IsKeyed { get; init; }

    /// <summary>The hash of the last sound entry; <see langword="null"/> in an empty log. Kept elsewhere, it shows later that the log was not cut back to an older state.</summary>
    public string? HeadHash { get; init; }
}
