namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>What a detector makes of a record.</summary>
internal enum PointOutcome
{
    /// <summary>Nothing to report: ordinary, or part of an incident already reported.</summary>
    Quiet,

    /// <summary>An incident begins.</summary>
    Alarm,

    /// <summary>The incident last reported is of another kind than first thought: its level stays, or it has stopped varying. Not a further incident.</summary>
    Revision,
}
