using Shannon.Analytics.ClaudeCode.Importing;
using Shannon.Analytics.ClaudeCode.Ledger;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.ClaudeCode.Recording;

/// <summary>Records of one or more files that are stored together, and the positions that may be saved once they are. Not thread-safe.</summary>
internal sealed class RecordBatch(LedgerSource source, LedgerMergers mergers)
{
    private readonly HashSet<ulong> _keysOfFile = [];

    internal RecordTable Tokens { get; } = TokenColumns.NewTable(source, mergers.Tokens);

    internal RecordTable Tools { get; } = ToolColumns.NewTable(source, mergers.Tools);

    internal RecordTable Sessions { get; } = new(
        MetricCategory.Session,
        TranscriptMetricNames.SessionStart,
        source,
        null,
        [],
        [TranscriptAttributeNames.GitBranch, TranscriptAttributeNames.Version, TranscriptAttributeNames.Quality],
        []);

    internal RecordTable Errors { get; } = ErrorColumns.NewTable(source, mergers.Errors);

    internal RecordTable Lines { get; } = new(
        MetricCategory.Custom,
        TranscriptMetricNames.LinesOfCode,
        source,
        null,
        ["value"],
        [TranscriptAttributeNames.GitBranch, TranscriptAttributeNames.Version, TranscriptAttributeNames.AgentId, TranscriptAttributeNames.Quality, TranscriptAttributeNames.ChangeType, TranscriptAttributeNames.ToolName, TranscriptAttributeNames.ToolUseId],
        [TranscriptAttributeNames.Sidechain]);

    internal RecordTable Compactions { get; } = new(
        MetricCategory.Event,
        TranscriptMetricNames.Compaction,
        source,
        null,
        [TranscriptMetricNames.PreTokens],
        [TranscriptAttributeNames.GitBranch, TranscriptAttributeNames.Version, TranscriptAttributeNames.AgentId, TranscriptAttributeNames.Quality, TranscriptAttributeNames.Trigger],
        [TranscriptAttributeNames.Sidechain]);

    internal RecordTable Turns { get; } = new(
        MetricCategory.Performance,
        TranscriptMetricNames.ResponseTime,
        source,
        mergers.Answers,
        ["value", LiveMetricNames.TimeToFirstToken],
        [TranscriptAttributeNames.GitBranch, TranscriptAttributeNames.Version, TranscriptAttributeNames.Quality],
        []);

    /// <summary>Positions to save once the records are durable.</summary>
    internal List<PositionChange> Positions { get; } = [];

    internal long Bytes { get; set; }

    internal LineCounts Counts { get; } = new();

    internal IEnumerable<RecordTable> Tables => [Sessions, Tokens, Tools, Errors, Lines, Compactions, Turns];

    internal int Rows => Sessions.Count + Tokens.Count + Tools.Count + Errors.Count + Lines.Count + Compactions.Count + Turns.Count;

    /// <summary>Notes that the current file holds a record, and finds a place for it in a table.</summary>
    internal bool TryPlace(RecordTable table, ReadOnlySpan<byte> key, long rank, out int row)
    {
        ulong hash = KeyWriter.Hash(key);
        _keysOfFile.Add(hash);
        return table.TryPlace(key, hash, rank, out row);
    }

    /// <summary>Takes the hashes of the keys that were noted since the last call: those of one file.</summary>
    internal ulong[] TakeKeysOfFile()
    {
        ulong[] keys = [.. _keysOfFile];
        _keysOfFile.Clear();
        return keys;
    }

    internal void Clear()
    {
        foreach (RecordTable table in Tables)
        {
            table.Clear();
        }

        _keysOfFile.Clear();
        Positions.Clear();
        Bytes = 0;
        Counts.Clear();
    }
}
