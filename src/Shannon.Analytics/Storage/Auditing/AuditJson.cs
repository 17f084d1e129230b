using System.Text;
using System.Text.Json;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage.Auditing;

/// <summary>The form of an entry in the log of the state.</summary>
internal static class AuditJson
{
    internal static string Write(AuditRecord record, long timeMicros, string previous)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("sequence", record.Sequence);
            json.WriteNumber("time", timeMicros);
            json.WriteString("actor", record.Entry.Actor);
            json.WriteString("action", record.Entry.Action);
            json.WriteString("target", record.Entry.Target);
            json.WriteNumber("outcome", (int)record.Entry.Outcome);
            json.WriteStartObject("details");
            foreach (var (name, value) in record.Entry.Details)
            {
                // A kind apart from the value: what looks alike must hash alike after reading.
                json.WriteStartObject(name);
                json.WriteNumber("kind", (int)value.Kind);
                json.WriteString("text", value.Text);
                json.WriteNumber("bits", BitConverter.DoubleToInt64Bits(value.RawNumber));
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteString("previous", previous);
            json.WriteString("key", record.KeyId);
            json.WriteString("hash", record.Hash);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <exception cref="StoreCorruptException">It has another form.</exception>
    internal static (AuditRecord Record, string Previous) Read(StateLogEntry entry)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(entry.Value);
            JsonElement root = document.RootElement;
            var details = new AttributeSet();
            foreach (JsonProperty detail in root.GetProperty("details").EnumerateObject())
            {
                details[detail.Name] = AttributeValue.OfStored(
                    (AttributeKind)detail.Value.GetProperty("kind").GetInt32(),
                    detail.Value.GetProperty("text").GetString(),
                    BitConverter.Int64BitsToDouble(detail.Value.GetProperty("bits").GetInt64()));
            }

            details.Freeze();
            var audited = new AuditEntry
            {
                Actor = root.GetProperty("actor").GetString() ?? string.Empty,
                Action = root.GetProperty("action").GetString() ?? string.Empty,
                Target = root.GetProperty("target").GetString(),
                Outcome = (AuditOutcome)root.GetProperty("outcome").GetInt32(),
                Details = details,
            };
            var record = new AuditRecord(
                root.GetProperty("sequence").GetInt64(),
                UnixMicros.ToTime(root.GetProperty("time").GetInt64()),
                audited,
                root.GetProperty("hash").GetString() ?? string.Empty,
                root.GetProperty("key").GetString());
            return (record, root.GetProperty("previous").GetString() ?? string.Empty);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new StoreCorruptException(FormattableString.Invariant($"Entry {entry.Id} of the state's logs is not in the form of an audit entry: it was changed. Restore the file from a backup."), error);
        }
    }
}
