using Shannon.Analytics.Alerting.Evaluation;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Outbox;

namespace Shannon.Analytics.Alerting.Actions;

/// <summary>Words what happened for those outside.</summary>
internal static class NotificationBuilder
{
    private static readonly string[] ErrorFigures = [DerivedFigure.ErrorRate, DerivedFigure.ErrorDistribution, DerivedFigure.SuccessRate];

    internal static AlertNotification Build(AlertHappening happening)
    {
        Alert alert = happening.Alert;
        string kind = JsonText.Word(happening.Kind);
        IReadOnlyList<string> values = happening.Instance.Values;
        return new AlertNotification
        {
            Id = FormattableString.Invariant($"{alert.Id}:{happening.Number}:{kind}{(values.Count == 0 ? string.Empty : ":" + string.Join(',', values))}"),
            AlertId = alert.Id,
            Name = alert.Definition.Name,
            Kind = happening.Kind,
            Triggers = [happening.Kind == AlertEventKind.Fired ? OutboxEventTypes.AlertTriggered : OutboxEventTypes.AlertResolved, .. happening.Kind == AlertEventKind.Fired ? TriggersOf(alert.Definition.Condition) : []],
            Timestamp = happening.At,
            Severity = alert.Definition.Severity,
            Condition = alert.Definition.Condition,
            Group = values.Select((value, i) => (Key: alert.Definition.GroupBy[i].ToString(), value)).ToDictionary(pair => pair.Key, pair => pair.value, StringComparer.Ordinal),
            Value = happening.Value,
            Count = happening.Count,
            Labels = alert.Definition.Labels,
        };
    }

    private static IEnumerable<string> TriggersOf(string condition)
    {
        IReadOnlyList<Selector> metrics = AlertCondition.Parse(condition).Metrics;
        if (metrics.Any(IsAboutErrors))
        {
            yield return OutboxEventTypes.ErrorThreshold;
        }

        if (metrics.Any(IsAboutCost))
        {
            yield return OutboxEventTypes.CostAlert;
        }
    }

    private static bool IsAboutErrors(Selector metric) =>
        metric.Category == MetricCategory.Error || metric is { Kind: SelectorKind.Name, Name: FieldNames.Error } || (metric.Kind == SelectorKind.Derived && ErrorFigures.Contains(metric.Name));

    private static bool IsAboutCost(Selector metric) => metric.Measurement == FieldNames.Cost || metric is { Kind: SelectorKind.Derived, Name: DerivedFigure.Cost };
}
