namespace Shannon.Analytics.Storage.Auditing;

/// <summary>How an audited action ended.</summary>
public enum AuditOutcome
{
    /// <summary>It was carried out.</summary>
    Success,

    /// <summary>It was tried and failed.</summary>
    Failure,

    /// <summary>It was not allowed.</summary>
    Denied,
}
