using Shannon.Analytics.ClaudeCode.Ledger;
using Shannon.Analytics.ClaudeCode.Reading;
using Shannon.Analytics.ClaudeCode.Recording;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.ClaudeCode.Importing;

/// <summary>
/// Reads files one after the other and hands records over in batches. While one batch is stored the next is filled; there are never more than two, so
/// memory is bounded. Not thread-safe.
/// </summary>
internal sealed class ImportWorker(TranscriptImportOptions options, BatchWriter writer, RunTally tally, ProgressReporter progress)
{
    private const int RowsPerBatch = 8_000;
    private const long BytesPerBatch = 64L * 1024 * 1024;

    // Bounds the files whose positions wait, for folders of many small ones.
    private const int PositionsPerBatch = 500;

    private readonly LineRecorder _recorder = new(new CostCalculator(options.Prices, options.CostMode));
    private RecordBatch _batch = NewBatch(options);
    private RecordBatch _spare = NewBatch(options);
    private Task _writing = Task.CompletedTask;

    /// <summary>Imports files until none is left.</summary>
    /// <param name="next">Gives the next file, or null.</param>
    /// <param name="cancellationToken">Stops.</param>
    internal async Task RunAsync(Func<TrackedFile?> next, CancellationToken cancellationToken)
    {
        try
        {
            while (next() is { } file)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await ImportAsync(file, cancellationToken).ConfigureAwait(false);
                progress.FileDone();
            }

            await HandOverAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Whatever stopped the reading, a batch on its way settles before the caller hears of it.
            await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _writing.ConfigureAwait(false);
    }

    private static RecordBatch NewBatch(TranscriptImportOptions options) => new(LedgerSource.Transcript, new LedgerMergers(new CostCalculator(options.Prices, options.CostMode)));

    private async Task ImportAsync(TrackedFile file, CancellationToken cancellationToken)
    {
        try
        {
            using var handle = File.OpenHandle(file.Found.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
            FilePosition start = StartOf(file, handle);
            using var reader = new TranscriptFileReader(handle, start.Offset, options.MaxLineBytes);
            var identity = new FileIdentity(file.Found.Path);
            _recorder.Begin(identity, start.Carry, (file.Found.ModifiedTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
            long from = start.Offset;
            bool atEnd = false;
            while (!atEnd)
            {
                atEnd = ReadLines(reader, cancellationToken);
                if (atEnd)
                {
                    _recorder.RecordOpenEnds(_batch);
                }

                long to = reader.Offset;
                _batch.Positions.Add(new PositionChange(file, from, PositionAt(file, handle, to, atEnd), _batch.TakeKeysOfFile()));
                from = to;
                if (!atEnd || IsFull())
                {
                    await HandOverAsync(cancellationToken).ConfigureAwait(false);
                }

                if (file.IsLost)
                {
                    return;
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _batch.TakeKeysOfFile();
            tally.Fail(file.Found.Path, error.Message);
        }
    }

    // True at the end of the file, false when the batch is full.
    private bool ReadLines(TranscriptFileReader reader, CancellationToken cancellationToken)
    {
        long before = reader.Offset;
        bool atEnd = false;
        while (!atEnd && !IsFull())
        {
            LineStatus status = reader.TryRead(out ReadOnlySpan<byte> line, cancellationToken);
            atEnd = status is LineStatus.End or LineStatus.Partial;
            Take(reader, status, line);
            _batch.Bytes += reader.Offset - before;
            before = reader.Offset;
        }

        return atEnd;
    }

    private void Take(TranscriptFileReader reader, LineStatus status, ReadOnlySpan<byte> line)
    {
        // A byte order mark stands at the beginning of a file, and where files were put together.
        line = line.StartsWith("\uFEFF"u8) ? line[3..] : line;
        switch (status)
        {
            case LineStatus.Oversized:
                _batch.Counts.Lines++;
                _batch.Counts.Oversized++;
                break;
            case LineStatus.Whole when !line.ContainsAnyExcept(" \t\r"u8):
                break;
            case LineStatus.Whole:
                _batch.Counts.Lines++;
                _batch.Counts.Malformed += _recorder.TryRecord(_batch, line, isWhole: true) ? 0 : 1;
                break;
            case LineStatus.Partial when _recorder.TryRecord(_batch, line, isWhole: false):
                // A whole object cannot be the beginning of another one: only the line feed is missing.
                _batch.Counts.Lines++;
                reader.TakePartial();
                break;
        }
    }

    private static FilePosition StartOf(TrackedFile file, Microsoft.Win32.SafeHandles.SafeFileHandle handle)
    {
        if (file.Saved is not { } saved)
        {
            return new FilePosition();
        }

        bool isContinued = file.Found.Length >= saved.Offset
            && FileFingerprint.Head(handle, saved.Offset) == saved.Head
            && FileFingerprint.Tail(handle, saved.Offset) == saved.Tail;
        if (isContinued)
        {
            return saved;
        }

        // Truncated, rotated or rewritten: from the beginning. Its records are known by their keys.
        file.StaleChunks = saved.Chunks;
        return new FilePosition();
    }

    private FilePosition PositionAt(TrackedFile file, Microsoft.Win32.SafeHandles.SafeFileHandle handle, long offset, bool atEnd) => new()
    {
        Offset = offset,
        Length = atEnd ? file.Found.Length : -1,
        ModifiedTicks = file.Found.ModifiedTicks,
        Head = FileFingerprint.Head(handle, offset),
        Tail = FileFingerprint.Tail(handle, offset),
        Carry = _recorder.Carry,
    };

    private bool IsFull() => _batch.Rows >= RowsPerBatch || _batch.Bytes >= BytesPerBatch || _batch.Positions.Count >= PositionsPerBatch;

    private async Task HandOverAsync(CancellationToken cancellationToken)
    {
        await _writing.ConfigureAwait(false);
        _spare.Clear();
        (_batch, _spare) = (_spare, _batch);
        progress.Read(_spare.Bytes);
        _writing = writer.WriteAsync(_spare, cancellationToken);
    }
}
