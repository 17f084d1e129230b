using System.Text.Json;
using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pipelines.Running;

namespace Shannon.Analytics.Pipelines.Persistence;

/// <summary>Totals as a document.</summary>
internal static class TotalsJson
{
    internal static string Write(PipelineTotals totals) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("runs", totals.Runs);
        if (totals.LastRunAt is { } last)
        {
            writer.WriteString("last_run_at", last);
        }

        writer.WriteNumber("received", totals.Received);
        writer.WriteNumber("processed", totals.Processed);
        Write(writer, totals.Counts);
        writer.WriteStartObject("stages");
        foreach (var (stage, tally) in totals.Stages)
        {
            writer.WriteStartObject(stage);
            Write(writer, tally.Counts);
            writer.WriteNumber("batches", tally.Batches);
            writer.WriteNumber("busy", tally.BusyMicros);
            writer.WriteNumber("timed", tally.TimedRecords);
            writer.WriteNumber("squared", tally.SquaredRecords);
            writer.WriteNumber("record_busy", tally.RecordMicros);
            writer.WriteNumber("max_queue", tally.MaxQueueDepth);
            WriteSketch(writer, tally);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    internal static PipelineTotals Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        var totals = new PipelineTotals
        {
            Runs = Whole(root, "runs"),
            LastRunAt = root.TryGetProperty("last_run_at", out JsonElement last) ? last.GetDateTimeOffset() : null,
            Received = Whole(root, "received"),
            Processed = Whole(root, "processed"),
            Counts = ReadCounts(root),
        };
        foreach (JsonProperty stage in root.GetProperty("stages").EnumerateObject())
        {
            StageTally tally = totals.TallyOf(stage.Name);
            tally.Counts = ReadCounts(stage.Value);
            tally.Batches = Whole(stage.Value, "batches");
            tally.BusyMicros = stage.Value.GetProperty("busy").GetDouble();
            tally.TimedRecords = stage.Value.GetProperty("timed").GetDouble();
            tally.SquaredRecords = stage.Value.GetProperty("squared").GetDouble();
            tally.RecordMicros = stage.Value.GetProperty("record_busy").GetDouble();
            tally.MaxQueueDepth = Whole(stage.Value, "max_queue");
            ReadSketch(stage.Value, tally);
        }

        return totals;
    }

    private static void Write(Utf8JsonWriter writer, in BatchCounts counts)
    {
        writer.WriteNumber("in", counts.In);
        writer.WriteNumber("out", counts.Out);
        writer.WriteNumber("invalid", counts.Invalid);
        writer.WriteNumber("dropped", counts.Dropped);
        writer.WriteNumber("errors", counts.Errors);
        writer.WriteNumber("changed", counts.Changed);
    }

    private static BatchCounts ReadCounts(JsonElement element)
    {
        BatchCounts counts = default;
        counts.In = Whole(element, "in");
        counts.Out = Whole(element, "out");
        counts.Invalid = Whole(element, "invalid");
        counts.Dropped = Whole(element, "dropped");
        counts.Errors = Whole(element, "errors");
        counts.Changed = Whole(element, "changed");
        return counts;
    }

    private static void WriteSketch(Utf8JsonWriter writer, StageTally tally)
    {
        if (tally.MicrosPerRecord is { Min: { } min, Max: { } max } sketch)
        {
            using var bytes = new ByteWriter();
            sketch.WriteTo(bytes);
            writer.WriteNumber("min", min);
            writer.WriteNumber("max", max);
            writer.WriteBase64String("sketch", bytes.WrittenSpan);
        }
    }

    private static void ReadSketch(JsonElement element, StageTally tally)
    {
        if (element.TryGetProperty("sketch", out JsonElement sketch))
        {
            var reader = new ByteReader(sketch.GetBytesFromBase64());
            tally.MicrosPerRecord.MergeFrom(ref reader, element.GetProperty("min").GetDouble(), element.GetProperty("max").GetDouble());
        }
    }

    private static long Whole(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
