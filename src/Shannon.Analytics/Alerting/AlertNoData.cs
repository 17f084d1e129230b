namespace Shannon.Analytics.Alerting;

/// <summary>What an alert makes of a window without any of the records that its condition needs.</summary>
public enum AlertNoData
{
    /// <summary>The condition does not hold: a firing alert resolves. The default.</summary>
    Ok,

    /// <summary>The condition holds: the alert fires, once it has waited for a whole window.</summary>
    Alerting,

    /// <summary>The alert stays as it is.</summary>
    Keep,
}
