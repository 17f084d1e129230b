using Microsoft.Extensions.Logging;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Auditing;

namespace Shannon.Analytics.Alerting.Actions;

/// <summary>The action <c>log</c>: a line in the log and an entry in the audit log, neither with the values of groups, which may name users.</summary>
internal sealed class LogAction(ILogger logger, IAuditLog audit) : IAlertAction
{
    public string Name => AlertActionNames.Log;

    public async ValueTask RunAsync(AlertNotification notification, CancellationToken cancellationToken = default)
    {
        logger.Log(
            notification.Kind == AlertEventKind.Resolved ? LogLevel.Information : LevelOf(notification.Severity),
            "The alert {Alert} ({AlertId}) {Event}: value {Value}, {Count} times in its window.",
            notification.Name,
            notification.AlertId,
            JsonText.Word(notification.Kind),
            notification.Value,
            notification.Count);
        var entry = new AuditEntry
        {
            Actor = "system",
            Action = "alert." + JsonText.Word(notification.Kind),
            Target = "alert:" + notification.AlertId,
            Details = { ["severity"] = JsonText.Word(notification.Severity), ["count"] = notification.Count },
        };
        if (notification.Value is { } value)
        {
            entry.Details["value"] = value;
        }

        await audit.AppendAsync(entry, cancellationToken).ConfigureAwait(false);
    }

    private static LogLevel LevelOf(AlertSeverity severity) => severity switch
    {
        AlertSeverity.Info => LogLevel.Information,
        AlertSeverity.Warning => LogLevel.Warning,
        AlertSeverity.Error => LogLevel.Error,
        _ => LogLevel.Critical,
    };
}
