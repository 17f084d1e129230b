using System.Text.Json;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Alerting;

/// <summary>The JSON forms of what alerts say about themselves, and of what is kept of them.</summary>
internal static class AlertJson
{
    internal static string Write(Alert alert) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("id", alert.Id);
        writer.WriteString("created_at", alert.CreatedAt);
        writer.WriteString("updated_at", alert.UpdatedAt);
        writer.WritePropertyName("definition");
        AlertDefinitionJson.Write(writer, alert.Definition);
        writer.WriteEndObject();
    });

    /// <exception cref="StoreCorruptException">The document has another form.</exception>
    internal static Alert Read(StateEntry entry) => ReadStored(entry.Value, entry.Kind, root => new Alert(
        root.GetProperty("id").GetString()!,
        AlertDefinitionJson.Read(root.GetProperty("definition")),
        root.GetProperty("created_at").GetDateTimeOffset(),
        root.GetProperty("updated_at").GetDateTimeOffset()));

    internal static string Write(AlertStatus status) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("alert_id", status.AlertId);
        writer.WriteString("name", status.Name);
        writer.WriteString("severity", JsonText.Word(status.Severity));
        writer.WriteBoolean("enabled", status.IsEnabled);
        writer.WriteBoolean("silenced", status.IsSilenced);
        WriteStanding(writer, status.Standing);
        writer.WriteStartArray("groups");
        foreach (AlertGroupStatus group in status.Groups)
        {
            writer.WriteStartObject();
            WriteTexts(writer, "group", group.Group);
            WriteStanding(writer, group);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    internal static string Write(AlertHistoryEntry entry) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("alert_id", entry.AlertId);
        writer.WriteString("name", entry.Name);
        writer.WriteString("event", JsonText.Word(entry.Kind));
        writer.WriteString("timestamp", entry.Timestamp);
        writer.WriteString("severity", JsonText.Word(entry.Severity));
        WriteTexts(writer, "group", entry.Group);
        JsonText.WriteNumber(writer, "value", entry.Value);
        writer.WriteNumber("count", entry.Count);
        writer.WriteEndObject();
    });

    /// <exception cref="StoreCorruptException">The entry has another form.</exception>
    internal static AlertHistoryEntry Read(StateLogEntry entry) => ReadStored(entry.Value, entry.Log, root => new AlertHistoryEntry
    {
        AlertId = root.GetProperty("alert_id").GetString()!,
        Name = root.GetProperty("name").GetString()!,
        Kind = ReadWord<AlertEventKind>(root, "event"),
        Timestamp = root.GetProperty("timestamp").GetDateTimeOffset(),
        Severity = ReadWord<AlertSeverity>(root, "severity"),
        Group = ReadTexts(root, "group"),
        Value = ReadNumber(root, "value"),
        Count = root.GetProperty("count").GetInt64(),
    });

    internal static string Write(AlertNotification notification) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("id", notification.Id);
        writer.WriteString("alert_id", notification.AlertId);
        writer.WriteString("name", notification.Name);
        writer.WriteString("event", JsonText.Word(notification.Kind));
        WriteTexts(writer, "triggers", notification.Triggers);
        writer.WriteString("timestamp", notification.Timestamp);
        writer.WriteString("severity", JsonText.Word(notification.Severity));
        writer.WriteString("condition", notification.Condition);
        WriteMap(writer, "group", notification.Group);
        JsonText.WriteNumber(writer, "value", notification.Value);
        writer.WriteNumber("count", notification.Count);
        WriteMap(writer, "labels", notification.Labels);
        writer.WriteEndObject();
    });

    internal static T ReadStored<T>(string json, string kind, Func<JsonElement, T> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new StoreCorruptException($"A document of the kind '{kind}' has not the form it was written in: it was changed from outside, or comes from a newer release. Delete the alert, or restore the file from a backup.", error);
        }
    }

    internal static T ReadWord<T>(JsonElement element, string name)
        where T : struct, Enum =>
        Array.Find(Enum.GetValues<T>(), value => JsonText.Word(value) == element.GetProperty(name).GetString());

    internal static double? ReadNumber(JsonElement element, string name) => element.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    internal static DateTimeOffset? ReadTime(JsonElement element, string name) => element.GetProperty(name) is { ValueKind: JsonValueKind.String } text ? text.GetDateTimeOffset() : null;

    internal static IReadOnlyList<string> ReadTexts(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];

    internal static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    internal static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            writer.WriteString(name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    internal static void WriteMap(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, string> map)
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteStanding(Utf8JsonWriter writer, AlertGroupStatus standing)
    {
        writer.WriteBoolean("triggered", standing.IsTriggered);
        writer.WriteString("state", JsonText.Word(standing.State));
        writer.WriteNumber("trigger_count", standing.TriggerCount);
        writer.WriteNumber("current_count", standing.CurrentCount);
        WriteTime(writer, "last_triggered_at", standing.LastTriggeredAt);
        WriteTime(writer, "last_resolved_at", standing.LastResolvedAt);
        WriteTime(writer, "acknowledged_at", standing.AcknowledgedAt);
        JsonText.WriteNumber(writer, "last_value", standing.LastValue);
    }
}
