namespace Shannon.Analytics.Alerting;

/// <summary>Every bound on alerts, in one table. What exceeds one is refused when the alert is made or changed, with an error that names it.</summary>
public static class AlertLimits
{
    /// <summary>Longest condition, in UTF-16 units.</summary>
    public const int MaxConditionLength = 4_000;

    /// <summary>Deepest nesting of parentheses, <c>not</c> and signs in a condition.</summary>
    public const int MaxConditionDepth = 64;

    /// <summary>Most words and signs in a condition.</summary>
    public const int MaxConditionSize = 512;

    /// <summary>Most occurrences that an alert may wait for.</summary>
    public const int MaxThreshold = 10_000;

    /// <summary>Most groups that an alert keeps apart; beyond it those that were quiet longest are forgotten, and counted.</summary>
    public const int MaxGroups = 1_000;

    /// <summary>Most keys that an alert is grouped by.</summary>
    public const int MaxGroupKeys = 4;

    /// <summary>Most actions of an alert.</summary>
    public const int MaxActions = 16;

    /// <summary>Most labels of an alert, and most matchers of a silence.</summary>
    public const int MaxLabels = 32;

    /// <summary>Longest name of an alert, action or label, and longest label, in UTF-16 units.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Longest comment of a silence, in UTF-16 units.</summary>
    public const int MaxCommentLength = 1_000;

    /// <summary>Most alerts over one store.</summary>
    public const int MaxAlerts = 100_000;

    /// <summary>Entries of the history that are kept; the oldest go first.</summary>
    public const int MaxHistory = 10_000;

    /// <summary>Shortest window.</summary>
    public static TimeSpan MinWindow { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest window, of an alert and of a function.</summary>
    public static TimeSpan MaxWindow { get; } = TimeSpan.FromDays(7);

    /// <summary>Longest time that <c>for</c>, a cool-down or <c>absent</c> may name.</summary>
    public static TimeSpan MaxDuration { get; } = TimeSpan.FromDays(30);

    /// <summary>Farthest that a forecast looks ahead.</summary>
    public static TimeSpan MaxHorizon { get; } = TimeSpan.FromDays(90);
}
