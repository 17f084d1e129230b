using Shannon.Analytics.ClaudeCode.Recording;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.ClaudeCode.Importing;

/// <summary>Adds up what all workers of one import did. Thread-safe.</summary>
internal sealed class RunTally
{
    /// <summary>Responses told apart; beyond it each is counted anew. 24 bytes each.</summary>
    private const int MaxResponses = 4_000_000;

    private readonly Lock _lock = new();
    private readonly HashSet<ulong> _responses = [];
    private readonly Dictionary<ulong, (string Model, long Tokens)> _unpriced = [];
    private readonly List<TranscriptFileFailure> _failures = [];
    private readonly LineCounts _lines = new();
    private long _moreResponses;
    private long _stored;
    private long _replaced;
    private long _duplicates;
    private long _tooOld;
    private long _bytes;

    internal void Fail(string path, string reason)
    {
        lock (_lock)
        {
            _failures.Add(new TranscriptFileFailure(path, reason));
        }
    }

    internal void Add(RecordBatch batch, IEnumerable<AppendResult> results)
    {
        lock (_lock)
        {
            _lines.Add(batch.Counts);
            _bytes += batch.Bytes;
            foreach (AppendResult result in results)
            {
                _stored += result.Stored;
                _replaced += result.Replaced;
                _duplicates += result.Duplicates;
                _tooOld += result.TooOld;
            }

            foreach (var (key, row) in batch.Tokens.Rows)
            {
                AddResponse(batch.Tokens, key, row);
            }
        }
    }

    internal TranscriptImportResult ToResult(int files, int unchanged, TimeSpan duration)
    {
        lock (_lock)
        {
            return new TranscriptImportResult
            {
                Files = files,
                FilesUnchanged = unchanged,
                FilesFailed = [.. _failures.OrderBy(failure => failure.File, StringComparer.Ordinal)],
                Lines = _lines.Lines,
                MalformedLines = _lines.Malformed,
                OversizedLines = _lines.Oversized,
                UnknownLines = new SortedDictionary<string, long>(_lines.Unknown, StringComparer.Ordinal),
                Requests = _responses.Count + _moreResponses,
                Stored = _stored,
                Replaced = _replaced,
                Duplicates = _duplicates,
                TooOld = _tooOld,
                BytesRead = _bytes,
                Unpriced = new SortedDictionary<string, long>(
                    _unpriced.Values.GroupBy(response => response.Model, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(response => response.Tokens), StringComparer.Ordinal),
                    StringComparer.Ordinal),
                Duration = duration,
            };
        }
    }

    private void AddResponse(RecordTable table, ulong key, int row)
    {
        if (_responses.Count < MaxResponses)
        {
            _responses.Add(key);
        }
        else if (!_responses.Contains(key))
        {
            _moreResponses++;
        }

        if (table.TextAt(row, TokenColumns.CostSource) == CostSourceNames.Unpriced)
        {
            long tokens = (long)table.NumberAt(row, TokenColumns.Total);
            long before = _unpriced.TryGetValue(key, out var known) ? known.Tokens : 0;
            if (before > 0 || _unpriced.Count < MaxResponses)
            {
                _unpriced[key] = (table.ModelAt(row) ?? UnknownModel, Math.Max(before, tokens));
            }
        }
    }

    /// <summary>Stands for a model that the transcript does not name.</summary>
    internal const string UnknownModel = "(unknown)";
}
