namespace Shannon.Analytics.ClaudeCode.Importing;

/// <summary>Tells the caller how far the import is, a few times a second at most. Thread-safe.</summary>
internal sealed class ProgressReporter(IProgress<TranscriptImportProgress>? progress, TimeProvider time, int filesTotal, long bytesTotal)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly Lock _lock = new();
    private long _last = time.GetTimestamp();
    private int _filesDone;
    private long _bytesDone;
    private long _records;

    internal void FileDone()
    {
        Interlocked.Increment(ref _filesDone);
        MayReport();
    }

    internal void Read(long bytes)
    {
        Interlocked.Add(ref _bytesDone, bytes);
        MayReport();
    }

    internal void Stored(long records) => Interlocked.Add(ref _records, records);

    /// <summary>Reports the end.</summary>
    internal void Finish()
    {
        lock (_lock)
        {
            Report();
        }
    }

    private void MayReport()
    {
        // Reports come one at a time and never go backwards; a worker that finds another reporting goes on.
        if (progress is null || !_lock.TryEnter())
        {
            return;
        }

        try
        {
            if (time.GetElapsedTime(_last) >= Interval)
            {
                _last = time.GetTimestamp();
                Report();
            }
        }
        finally
        {
            _lock.Exit();
        }
    }

    private void Report() => progress?.Report(new TranscriptImportProgress
    {
        FilesTotal = filesTotal,
        FilesDone = Volatile.Read(ref _filesDone),
        BytesTotal = Math.Max(bytesTotal, Interlocked.Read(ref _bytesDone)),
        BytesDone = Interlocked.Read(ref _bytesDone),
        Records = Interlocked.Read(ref _records),
    });
}
