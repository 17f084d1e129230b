namespace Shannon.Analytics.Storage.Outbox;

/// <summary>The names of the events that the library itself causes, each spelled once.</summary>
internal static class OutboxEventTypes
{
    internal const string SessionComplete = "session_complete";
    internal const string ErrorThreshold = "error_threshold";
    internal const string CostAlert = "cost_alert";
    internal const string AlertTriggered = "alert_triggered";
    internal const string AlertResolved = "alert_resolved";
    internal const string BudgetExceeded = "budget_exceeded";
    internal const string ReportReady = "report_ready";
}
