namespace Shannon.Analytics.Storage.Auditing;

/// <summary>Which entries of an audit log to read; all that is set must match.</summary>
public sealed record AuditFilter
{
    /// <summary>Not before this moment; <see langword="null"/> for no bound.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this moment; <see langword="null"/> for no bound.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>By this actor, compared ordinally.</summary>
    public string? Actor { get; init; }

    /// <summary>This action, compared ordinally.</summary>
    public string? Action { get; init; }

    /// <summary>On this target, compared ordinally.</summary>
    public string? Target { get; init; }

    /// <summary>With this outcome.</summary>
    public AuditOutcome? Outcome { get; init; }

    internal bool Matches(AuditRecord record) =>
        (From is null || record.Time >= From)
        && (Before is null || record.Time < Before)
        && (Actor is null || string.Equals(Actor, record.Entry.Actor, StringComparison.Ordinal))
        && (Action is null || string.Equals(Action, record.Entry.Action, StringComparison.Ordinal))
        && (Target is null || string.Equals(Target, record.Entry.Target, StringComparison.Ordinal))
        && (Outcome is null || Outcome == record.Entry.Outcome);
}
