using System.Globalization;
using Shannon.Analytics.ClaudeCode.Json;
using Shannon.Analytics.ClaudeCode.Parsing;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.ClaudeCode.Recording;

/// <summary>Records failures of the model's API, and compactions. Not thread-safe.</summary>
internal sealed class ErrorRecorder(TextCache texts, KeyWriter key)
{
    private const string ApiError = "api_error";
    private const string Synthetic = "synthetic_response";

    /// <summary>A line that stands where a response should be.</summary>
    internal void RecordPlaceholder(RecordBatch batch, ReadOnlySpan<byte> line, TranscriptLine parsed, in LineContext context)
    {
        string type = texts.Get(line, parsed.ErrorText, MetricLimits.MaxIdLength) ?? (parsed.IsApiError ? ApiError : Synthetic);
        if (TryPlace(batch, KeyOf("error"u8, line, parsed), context, type, out int row))
        {
            batch.Errors.SetText(row, ErrorColumns.Severity, parsed.IsApiError ? "error" : "warning");
            batch.Errors.SetValue(row, ErrorColumns.Recoverable, false);
            batch.Errors.SetValue(row, ErrorColumns.StatusCode, parsed.ApiErrorStatus is { } status ? status : default(AttributeValue));
            batch.Errors.SetText(row, ErrorColumns.RequestId, JsonText.Storable(line, parsed.RequestId, MetricLimits.MaxIdLength));
            batch.Errors.SetAlias(row, parsed.RequestId.IsEmpty ? null : key.Begin("failed_request"u8).Append(line, parsed.RequestId).ToString());
        }
    }

    /// <summary>A line about an attempt that failed.</summary>
    internal void RecordAttempt(RecordBatch batch, ReadOnlySpan<byte> line, TranscriptLine parsed, in LineContext context)
    {
        string type = texts.Get(line, parsed.ErrorText, MetricLimits.MaxIdLength) ?? ApiError;
        if (TryPlace(batch, KeyOfAttempt(line, parsed, context), context, type, out int row))
        {
            RecordTable table = batch.Errors;
            bool isLast = parsed.Attempt is { } attempt && parsed.MaxAttempts is { } most && attempt >= most;
            table.SetText(row, ErrorColumns.Severity, "warning");
            table.SetValue(row, ErrorColumns.Recoverable, !isLast);
            table.SetValue(row, ErrorColumns.StatusCode, parsed.ErrorStatus is { } status ? status : default(AttributeValue));
            table.SetValue(row, ErrorColumns.Attempt, parsed.Attempt is { } number ? number : default(AttributeValue));
        }
    }

    internal void RecordCompaction(RecordBatch batch, ReadOnlySpan<byte> line, TranscriptLine parsed, in LineContext context)
    {
        RecordTable table = batch.Compactions;
        if (!batch.TryPlace(table, KeyOf("compaction"u8, line, parsed), RankOf(context), out int row))
        {
            return;
        }

        table.SetContext(row, context.Micros, context.Session, context.Project, null);
        table.SetNumber(row, 0, parsed.PreTokens);
        table.SetText(row, 0, context.Branch);
        table.SetText(row, 1, context.Version);
        table.SetText(row, 2, context.AgentId);
        table.SetText(row, 3, TranscriptAttributeNames.Measured);
        table.SetText(row, 4, texts.Get(line, parsed.Trigger, MetricLimits.MaxIdLength));
        table.SetValue(row, 0, context.IsSidechain ? true : default(AttributeValue));
    }

    private static bool TryPlace(RecordBatch batch, ReadOnlySpan<byte> key, in LineContext context, string type, out int row)
    {
        RecordTable table = batch.Errors;
        if (!batch.TryPlace(table, key, RankOf(context), out row))
        {
            return false;
        }

        table.SetContext(row, context.Micros, context.Session, context.Project, null);
        table.SetNumber(row, ErrorColumns.Count, 1);
        table.SetText(row, ErrorColumns.ErrorType, type);
        table.SetText(row, ErrorColumns.Quality, TranscriptAttributeNames.Measured);
        table.SetText(row, ErrorColumns.AgentId, context.AgentId);
        table.SetText(row, ErrorColumns.Branch, context.Branch);
        table.SetText(row, ErrorColumns.Version, context.Version);
        table.SetValue(row, ErrorColumns.Sidechain, context.IsSidechain ? true : default(AttributeValue));
        return true;
    }

    private static long RankOf(in LineContext context) => RecordRanks.Other(context.IsSidechain, context.IsForked, context.Tie);

    // The stream and the transcript give an attempt different ids; what both tell is its number and the wait after it, which is drawn at random.
    private ReadOnlySpan<byte> KeyOfAttempt(ReadOnlySpan<byte> line, TranscriptLine parsed, in LineContext context) =>
        context.Session is { } session && parsed.Attempt is { } attempt && parsed.RetryDelayMs is { } delay
            ? key.Begin("retry"u8).Append(session).Append(attempt.ToString(CultureInfo.InvariantCulture)).Append(Math.Round(delay).ToString(CultureInfo.InvariantCulture)).Key
            : KeyOf("error"u8, line, parsed);

    private ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> line, TranscriptLine parsed) =>
        key.Begin(kind).Append(line, parsed.Uuid.IsEmpty ? new TextRange(0, line.Length, false) : parsed.Uuid).Key;
}
