namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>What of a group of an alert has seen a record before.</summary>
internal enum SeenBy
{
    /// <summary>It is new.</summary>
    Nothing,

    /// <summary>The detectors, which are kept; the windows are filled again from what is stored.</summary>
    Detectors,

    /// <summary>The windows, from what is stored, before anyone told of it.</summary>
    Windows,
}
