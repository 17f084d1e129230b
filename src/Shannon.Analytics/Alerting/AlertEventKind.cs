namespace Shannon.Analytics.Alerting;

/// <summary>What happened to an alert.</summary>
public enum AlertEventKind
{
    /// <summary>It fired.</summary>
    Fired,

    /// <summary>Its condition holds no more, or someone resolved it.</summary>
    Resolved,

    /// <summary>Someone acknowledged it.</summary>
    Acknowledged,
}
