namespace Shannon.Analytics.Alerting;

/// <summary>Where an alert stands.</summary>
public enum AlertState
{
    /// <summary>It has not fired yet, and its condition does not hold.</summary>
    Ok,

    /// <summary>Its condition holds, but not yet for as long as <c>for</c> asks.</summary>
    Pending,

    /// <summary>It has fired, and its condition still holds.</summary>
    Firing,

    /// <summary>It has fired before, and its condition does not hold any more.</summary>
    Resolved,
}
