using System.Text.Json;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Outbox;

namespace Shannon.Analytics.Reporting;

/// <summary>Tells the outside that an exported report stands in its place. The export has succeeded by then, and does not fail for want of listeners or of a store to keep it.</summary>
internal static class ReportAnnouncement
{
    internal static async Task PublishAsync(IStateStore state, Report report, string format, string path, DateTimeOffset now)
    {
        var outbox = EventOutbox.Of(state);
        try
        {
            if (await outbox.HasListenersAsync(CancellationToken.None).ConfigureAwait(false))
            {
                var happened = new OutboxEvent { Id = EventOutbox.IdOf(Guid.NewGuid().ToString("N")), Type = OutboxEventTypes.ReportReady, At = now, Data = Describe(report, format, path) };
                await state.ApplyAsync([EventOutbox.Append(happened)], CancellationToken.None).ConfigureAwait(false);
                outbox.SayAppended();
            }
        }
        catch (Exception error) when (error is AnalyticsException or InvalidOperationException)
        {
            // A report can be written without its store: it may be closed by now, or never was open.
        }
    }

    // The name alone: the folders above it may name people.
    private static JsonElement Describe(Report report, string format, string path)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteString("report_type", report.ReportType);
            writer.WriteString("format", format);
            writer.WriteString("file_name", Path.GetFileName(path));
            writer.WriteString("generated_at", report.GeneratedAt.UtcDateTime);
            writer.WriteEndObject();
        }

        using var data = JsonDocument.Parse(bytes.ToArray());
        return data.RootElement.Clone();
    }
}
