using Shannon.Analytics.ClaudeCode.Json;
using Shannon.Analytics.ClaudeCode.Parsing;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.ClaudeCode.Recording;

/// <summary>
/// Records how long answers took: as Claude Code measured it where it did, else from the prompt to the last line of the answer. Both are one record,
/// of which the measured one is the better copy. Main conversation only. Not thread-safe.
/// </summary>
internal sealed class TurnRecorder(KeyWriter key)
{
    internal OpenTurn? Open { get; private set; }

    internal void Restore(FileCarry carry) => Open = carry.Turn;

    internal void BeginAtPrompt(RecordBatch batch, ReadOnlySpan<byte> line, TranscriptLine parsed, in LineContext context)
    {
        RecordEstimate(batch);
        string? id = JsonText.Storable(line, parsed.Uuid, MetricLimits.MaxIdLength);
        Open = id is null ? null : new OpenTurn
        {
            Id = id,
            StartMicros = context.Micros,
            Session = context.Session,
            Project = context.Project,
            Branch = context.Branch,
            Version = context.Version,
            Tie = context.Tie,
        };
    }

    /// <summary>A prompt was handed to Claude Code.</summary>
    internal void Begin(OpenTurn turn) => Open = turn;

    /// <summary>The turn ended without Claude Code saying how long it took.</summary>
    internal void EndEstimated(RecordBatch batch, long micros)
    {
        Open = Open is { } turn ? turn with { EndMicros = micros } : null;
        RecordEstimate(batch);
        Open = null;
    }

    internal void NoteAnswer(in LineContext context, string? model)
    {
        if (Open is { } turn && context.Micros > turn.EndMicros)
        {
            Open = turn with { EndMicros = context.Micros, Model = model ?? turn.Model };
        }
    }

    /// <summary>Claude Code says how long the turn took, which ends it.</summary>
    internal void EndMeasured(RecordBatch batch, ReadOnlySpan<byte> line, TranscriptLine parsed, in LineContext context, double? firstTokenMs = null)
    {
        if (parsed.DurationMs is not (>= 0 and <= 1e12) || (Open is null && parsed.Uuid.IsEmpty))
        {
            return;
        }

        var turn = Open ?? new OpenTurn
        {
            Id = JsonText.Unescape(line, parsed.Uuid) ?? string.Empty,
            StartMicros = 0,
            Session = context.Session,
            Project = context.Project,
            Branch = context.Branch,
            Version = context.Version,
            Tie = context.Tie,
        };
        Record(batch, turn with { EndMicros = context.Micros }, parsed.DurationMs.Value, isMeasured: true, firstTokenMs);
        Open = null;
    }

    /// <summary>Records what is known of the open turn; a longer or a measured time that still comes replaces the record.</summary>
    internal void RecordEstimate(RecordBatch batch)
    {
        if (Open is { } turn && turn.EndMicros > turn.StartMicros)
        {
            Record(batch, turn, (turn.EndMicros - turn.StartMicros) / 1000.0, isMeasured: false);
        }
    }

    private void Record(RecordBatch batch, OpenTurn turn, double milliseconds, bool isMeasured, double? firstTokenMs = null)
    {
        RecordTable table = batch.Turns;
        if (!batch.TryPlace(table, key.Begin("turn"u8).Append(turn.Id).Key, RecordRanks.Turn(isMeasured, milliseconds, turn.Tie), out int row))
        {
            return;
        }

        table.SetContext(row, turn.EndMicros, turn.Session, turn.Project, turn.Model);
        table.SetNumber(row, 0, milliseconds / 1000.0);
        table.SetNumber(row, 1, firstTokenMs is >= 0 ? firstTokenMs / 1000.0 : null);
        table.SetText(row, 0, turn.Branch);
        table.SetText(row, 1, turn.Version);
        table.SetText(row, 2, isMeasured ? TranscriptAttributeNames.Measured : TranscriptAttributeNames.Estimated);
    }
}
