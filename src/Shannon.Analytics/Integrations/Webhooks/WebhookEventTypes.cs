using Shannon.Analytics.Storage.Outbox;

namespace Shannon.Analytics.Integrations.Webhooks;

/// <summary>What webhooks can be told of. Names with a dot in them, such as <c>deploy.finished</c>, are the host's own: see <see cref="IWebhooks.PublishAsync"/>.</summary>
public static class WebhookEventTypes
{
    /// <summary>Everything, the host's own events too.</summary>
    public const string All = "*";

    /// <summary>A session ended: a record <c>session_end</c> was collected. Imported history does not count.</summary>
    public const string SessionComplete = OutboxEventTypes.SessionComplete;

    /// <summary>An alert whose condition is about errors fired.</summary>
    public const string ErrorThreshold = OutboxEventTypes.ErrorThreshold;

    /// <summary>An alert whose condition is about cost fired.</summary>
    public const string CostAlert = OutboxEventTypes.CostAlert;

    /// <summary>An alert fired.</summary>
    public const string AlertTriggered = OutboxEventTypes.AlertTriggered;

    /// <summary>An alert that had fired is over.</summary>
    public const string AlertResolved = OutboxEventTypes.AlertResolved;

    /// <summary>A budget is spent, or a call was refused for its sake; once for each account and period.</summary>
    public const string BudgetExceeded = OutboxEventTypes.BudgetExceeded;

    /// <summary>A report was exported through the engine's reporter and stands in its place.</summary>
    public const string ReportReady = OutboxEventTypes.ReportReady;

    /// <summary>What <see cref="IWebhooks.TestAsync"/> sends; always delivered.</summary>
    internal const string Test = "webhook.test";

    /// <summary>Marks in the outbox where a new webhook begins; never sent.</summary>
    internal const string Created = "webhook.created";

    internal static IReadOnlyList<string> Known { get; } = [SessionComplete, ErrorThreshold, CostAlert, AlertTriggered, AlertResolved, BudgetExceeded, ReportReady];

    /// <summary>Whether a host may publish it: 3 to 64 of <c>a-z 0-9 _ . -</c> with a dot inside.</summary>
    internal static bool IsOwn(string type) =>
        type.Length is >= 3 and <= 64 && type.AsSpan(1, type.Length - 2).Contains('.') && !type.StartsWith("webhook.", StringComparison.Ordinal)
        && type.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '.' or '-');
}
