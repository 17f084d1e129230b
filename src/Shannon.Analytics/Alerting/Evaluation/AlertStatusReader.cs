namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>Says where a rule stands, group by group and as a whole.</summary>
internal static class AlertStatusReader
{
    internal static AlertStatus Read(AlertRule rule, long now, bool isSilenced)
    {
        AlertGroupStatus[] groups = [.. rule.Instances.Select(instance => Read(instance, now)).OrderByDescending(group => RankOf(group.State))];
        bool isGrouped = rule.Alert.Definition.GroupBy.Count > 0;
        return new AlertStatus
        {
            AlertId = rule.Alert.Id,
            Name = rule.Alert.Definition.Name,
            Severity = rule.Alert.Definition.Severity,
            IsEnabled = rule.Alert.Definition.IsEnabled,
            IsSilenced = isSilenced,
            Groups = isGrouped ? groups : [],
            Standing = isGrouped ? Together(groups) : groups[0],
        };
    }

    private static AlertGroupStatus Read(AlertInstance instance, long now) => new()
    {
        Group = instance.Values,
        IsTriggered = instance.Machine.IsTriggered,
        State = instance.Machine.State,
        TriggerCount = instance.Machine.TriggerCount,
        CurrentCount = instance.CurrentCount(now),
        LastTriggeredAt = instance.LastTriggeredAt,
        LastResolvedAt = instance.LastResolvedAt,
        AcknowledgedAt = instance.AcknowledgedAt,
        LastValue = instance.LastValue,
    };

    private static AlertGroupStatus Together(AlertGroupStatus[] groups)
    {
        if (groups.Length == 0)
        {
            return new AlertGroupStatus();
        }

        AlertGroupStatus latest = groups.MaxBy(group => group.LastTriggeredAt ?? DateTimeOffset.MinValue)!;
        return new AlertGroupStatus
        {
            IsTriggered = groups.Any(group => group.IsTriggered),
            State = groups[0].State,
            TriggerCount = groups.Sum(group => group.TriggerCount),
            CurrentCount = groups.Sum(group => group.CurrentCount),
            LastTriggeredAt = latest.LastTriggeredAt,
            LastResolvedAt = groups.Max(group => group.LastResolvedAt),
            AcknowledgedAt = groups.Max(group => group.AcknowledgedAt),
            LastValue = latest.LastValue,
        };
    }

    private static int RankOf(AlertState state) => state switch
    {
        AlertState.Firing => 3,
        AlertState.Pending => 2,
        AlertState.Resolved => 1,
        _ => 0,
    };
}
