using System.Text.Json;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Pipelines.Persistence;

/// <summary>Results and figures as JSON, with the specification's keys.</summary>
internal static class ResultJson
{
    internal static string Write(PipelineResult result) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("pipeline_id", result.PipelineId);
        writer.WriteNumber("received", result.Received);
        writer.WriteNumber("processed", result.Processed);
        writer.WriteNumber("errors", result.Errors);
        writer.WriteNumber("invalid", result.Invalid);
        writer.WriteNumber("dropped", result.Dropped);
        writer.WriteNumber("unprocessed", result.Unprocessed);
        writer.WriteNumber("duplicates", result.Duplicates);
        writer.WriteNumber("too_old", result.TooOld);
        writer.WriteNumber("duration_ms", result.Duration.TotalMilliseconds);
        writer.WriteStartArray("stages");
        foreach (StageCounts stage in result.Stages)
        {
            writer.WriteStartObject();
            WriteCounts(writer, stage);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    internal static string Write(PipelineStats stats) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("pipeline_id", stats.PipelineId);
        writer.WriteNumber("runs", stats.Runs);
        writer.WriteNumber("active_runs", stats.ActiveRuns);
        writer.WritePropertyName("last_run_at");
        if (stats.LastRunAt is { } last)
        {
            writer.WriteStringValue(last);
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WriteNumber("total_received", stats.TotalReceived);
        writer.WriteNumber("total_processed", stats.TotalProcessed);
        writer.WriteNumber("total_errors", stats.TotalErrors);
        writer.WriteNumber("total_invalid", stats.TotalInvalid);
        writer.WriteNumber("total_dropped", stats.TotalDropped);
        writer.WriteNumber("total_unprocessed", stats.TotalUnprocessed);
        writer.WriteNumber("dead_letters", stats.DeadLetters);
        writer.WriteStartArray("stage_stats");
        foreach (StageStats stage in stats.Stages)
        {
            WriteStage(writer, stage);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteStage(Utf8JsonWriter writer, StageStats stage)
    {
        writer.WriteStartObject();
        WriteCounts(writer, stage.Counts);
        writer.WriteNumber("batches", stage.Batches);
        writer.WriteNumber("ms", stage.BusyTime.TotalMilliseconds);
        JsonText.WriteNumber(writer, "p50_us", stage.P50Microseconds);
        JsonText.WriteNumber(writer, "p95_us", stage.P95Microseconds);
        writer.WriteNumber("queue_depth", stage.QueueDepth);
        writer.WriteNumber("max_queue_depth", stage.MaxQueueDepth);
        writer.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter writer, StageCounts stage)
    {
        writer.WriteString("name", stage.Name);
        writer.WriteString("type", stage.Type);
        writer.WriteNumber("in", stage.In);
        writer.WriteNumber("out", stage.Out);
        writer.WriteNumber("invalid", stage.Invalid);
        writer.WriteNumber("dropped", stage.Dropped);
        writer.WriteNumber("errors", stage.Errors);
        writer.WriteNumber("changed", stage.Changed);
    }
}
