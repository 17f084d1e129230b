using System.Text.Json;
using Shannon.Analytics.Alerting.Evaluation;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Persistence;

/// <summary>What is kept of where an alert stands. Times are by the wall clock, so that another process can take them up.</summary>
internal static class AlertStateJson
{
    internal static string Write(AlertRule rule, long now, long wallNow) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("groups");
        foreach (AlertInstance instance in rule.Instances.Where(IsWorthKeeping))
        {
            WriteInstance(writer, instance, now, wallNow);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>Lets the groups of a rule take up what was kept.</summary>
    /// <exception cref="Diagnostics.StoreCorruptException">The text has another form.</exception>
    internal static void Restore(AlertRule rule, string json, long now, long wallNow) => AlertJson.ReadStored(json, AlertStore.StateKind, root =>
    {
        foreach (JsonElement group in root.GetProperty("groups").EnumerateArray())
        {
            string key = group.GetProperty("key").GetString()!;
            if (rule.Fits(key))
            {
                RestoreInstance(rule.InstanceOf(key, now), group, now, wallNow);
            }
        }

        return true;
    });

    private static bool IsWorthKeeping(AlertInstance instance) => instance.Machine.State != AlertState.Ok || instance.Machine.TriggerCount > 0 || instance.HasDetectors;

    private static void WriteInstance(Utf8JsonWriter writer, AlertInstance instance, long now, long wallNow)
    {
        AlertStateMachine machine = instance.Machine;
        writer.WriteStartObject();
        writer.WriteString("key", instance.Key);
        writer.WriteString("state", JsonText.Word(machine.State));
        writer.WriteBoolean("acknowledged", machine.IsAcknowledged);
        writer.WriteNumber("pending_since", wallNow - (now - machine.PendingSince));
        writer.WriteNumber("trigger_count", machine.TriggerCount);
        AlertJson.WriteTime(writer, "last_triggered_at", instance.LastTriggeredAt);
        AlertJson.WriteTime(writer, "last_resolved_at", instance.LastResolvedAt);
        AlertJson.WriteTime(writer, "acknowledged_at", instance.AcknowledgedAt);
        AlertJson.WriteTime(writer, "emptied_at", instance.EmptiedAt is > long.MinValue and var emptied ? UnixMicros.ToTime(wallNow - (now - emptied)) : null);
        JsonText.WriteNumber(writer, "last_value", instance.LastValue);
        writer.WriteBoolean("told", instance.IsToldFiring);
        AlertJson.WriteTexts(writer, "detectors", instance.SaveDetectors());
        writer.WriteStartArray("occurrences");
        foreach (long time in instance.HasDetectors ? instance.Occurrences(now) : [])
        {
            writer.WriteNumberValue(wallNow - (now - time));
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void RestoreInstance(AlertInstance instance, JsonElement group, long now, long wallNow)
    {
        instance.LastTriggeredAt = AlertJson.ReadTime(group, "last_triggered_at");
        instance.LastResolvedAt = AlertJson.ReadTime(group, "last_resolved_at");
        instance.AcknowledgedAt = AlertJson.ReadTime(group, "acknowledged_at");
        instance.LastValue = AlertJson.ReadNumber(group, "last_value");
        instance.IsToldFiring = group.GetProperty("told").GetBoolean();
        if (AlertJson.ReadTime(group, "emptied_at") is { } emptied)
        {
            instance.EmptiedAt = AlertClock.FromWall(UnixMicros.From(emptied), now, wallNow);
        }

        instance.Machine.Restore(
            AlertJson.ReadWord<AlertState>(group, "state"),
            group.GetProperty("acknowledged").GetBoolean(),
            AlertClock.FromWall(group.GetProperty("pending_since").GetInt64(), now, wallNow),
            instance.LastTriggeredAt is { } fired ? AlertClock.FromWall(UnixMicros.From(fired), now, wallNow) : null,
            group.GetProperty("trigger_count").GetInt64());
        instance.LoadDetectors(AlertJson.ReadTexts(group, "detectors"));
        foreach (JsonElement time in group.GetProperty("occurrences").EnumerateArray().Where(_ => instance.HasDetectors))
        {
            instance.Recall(AlertClock.FromWall(time.GetInt64(), now, wallNow), now);
        }
    }
}
