using Shannon.Analytics.ClaudeCode.Reading;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.ClaudeCode.Importing;

/// <summary>One import: finds the files, leaves out what is unchanged, and divides the rest among workers.</summary>
internal sealed class ImportRun(IMetricStore store, IStateStore state, TranscriptImportOptions options)
{
    private int _next;

    internal async Task<TranscriptImportResult> RunAsync(IEnumerable<string> paths, IProgress<TranscriptImportProgress>? progress, CancellationToken cancellationToken)
    {
        long started = store.TimeProvider.GetTimestamp();
        var tally = new RunTally();
        var missing = new List<TranscriptFileFailure>();
        List<TrackedFile> files = [.. TranscriptFinder.Find(paths, missing, cancellationToken).Select(found => new TrackedFile(found))];
        missing.ForEach(failure => tally.Fail(failure.File, failure.Reason));
        await LoadPositionsAsync(files, cancellationToken).ConfigureAwait(false);

        List<TrackedFile> changed = files.FindAll(file => !file.IsUnchanged);
        var reporter = new ProgressReporter(progress, store.TimeProvider, files.Count, changed.Sum(file => file.BytesToRead));
        for (int i = changed.Count; i < files.Count; i++)
        {
            reporter.FileDone();
        }

        await WorkAsync(changed, tally, reporter, cancellationToken).ConfigureAwait(false);
        reporter.Finish();
        return tally.ToResult(files.Count, files.Count - changed.Count, store.TimeProvider.GetElapsedTime(started));
    }

    private async Task WorkAsync(List<TrackedFile> files, RunTally tally, ProgressReporter reporter, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writer = new BatchWriter(store, state, options.UserId, tally, reporter);
        Task[] workers = [.. Enumerable.Range(0, Math.Min(options.Parallelism, files.Count)).Select(_ => Task.Run(WorkOrStopAllAsync, CancellationToken.None))];

        // The failure that stopped the others is the first in time, not in place: prefer it to their cancellation.
        try
        {
            await Task.WhenAll(workers).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Task? failed = Array.Find(workers, worker => worker.IsFaulted);
            await (failed ?? Task.CompletedTask).ConfigureAwait(false);
            throw;
        }

        async Task WorkOrStopAllAsync()
        {
            try
            {
                await new ImportWorker(options, writer, tally, reporter).RunAsync(Next, stop.Token).ConfigureAwait(false);
            }
            catch
            {
                await stop.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }

        TrackedFile? Next()
        {
            int index = Interlocked.Increment(ref _next) - 1;
            return index < files.Count ? files[index] : null;
        }
    }

    private async Task LoadPositionsAsync(List<TrackedFile> files, CancellationToken cancellationToken)
    {
        if (files.Count == 0)
        {
            return;
        }

        Dictionary<string, StateEntry> known = (await state.ListStateAsync(FilePosition.Kind, cancellationToken).ConfigureAwait(false)).ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        foreach (TrackedFile file in files)
        {
            if (known.TryGetValue(file.Found.Path, out StateEntry? entry))
            {
                file.Saved = StateJson.Read(entry.Value);
                file.Version = entry.Version;
            }
        }
    }
}
