namespace Shannon.Analytics.AI.Calls;

/// <summary>How a call ended.</summary>
internal enum CallOutcome
{
    Completed,
    Failed,
    Cancelled,
    Abandoned,
}
