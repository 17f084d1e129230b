using System.Text.Json;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Pipelines.Persistence;

/// <summary>Dead letters as documents.</summary>
internal static class DeadLetterJson
{
    internal static string Write(DeadLetter letter) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("stage", letter.Stage);
        writer.WriteString("reason", letter.Reason);
        writer.WriteString("failed_at", letter.FailedAt);
        writer.WriteNumber("attempts", letter.Attempts);
        writer.WriteString("record", letter.Record);
        writer.WriteEndObject();
    });

    internal static DeadLetter Read(string pipelineId, StateEntry entry)
    {
        using var document = JsonDocument.Parse(entry.Value);
        var fields = new JsonFields(document.RootElement, nameof(DeadLetter));
        return new DeadLetter
        {
            Id = entry.Id,
            PipelineId = pipelineId,
            Stage = fields.Text("stage") ?? string.Empty,
            Reason = fields.Text("reason") ?? string.Empty,
            FailedAt = fields.Time("failed_at") ?? entry.UpdatedAt,
            Attempts = fields.Integer("attempts") ?? 1,
            Record = fields.Text("record"),
        };
    }
}
