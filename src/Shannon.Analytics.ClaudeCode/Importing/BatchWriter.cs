using Shannon.Analytics.ClaudeCode.Recording;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.ClaudeCode.Importing;

/// <summary>Stores batches: the records first, and only when they are durable the positions. Thread-safe.</summary>
internal sealed class BatchWriter(IMetricStore store, IStateStore state, string? userId, RunTally tally, ProgressReporter progress)
{
    internal async Task WriteAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        // Queued together they share one commit of the store as a rule.
        Task<AppendResult>[] appends = [.. batch.Tables.Where(table => table.Count > 0).Select(table => store.AppendColumnsAsync(table.ToBatch(userId), AppendOptions.History, cancellationToken).AsTask())];
        AppendResult[] results = await Task.WhenAll(appends).ConfigureAwait(false);
        await SavePositionsAsync(batch.Positions, cancellationToken).ConfigureAwait(false);
        progress.Stored(batch.Rows);
        tally.Add(batch, results);
    }

    private async Task SavePositionsAsync(List<PositionChange> positions, CancellationToken cancellationToken)
    {
        var all = new List<StateChange>();
        var saved = new List<(TrackedFile File, FilePosition Position, IReadOnlyList<StateChange> Changes)>();
        foreach (PositionChange change in positions)
        {
            if (change.File.IsLost)
            {
                continue;
            }

            var (position, changes) = await ChangesOfAsync(change, cancellationToken).ConfigureAwait(false);
            saved.Add((change.File, position, changes));
            all.AddRange(changes);
        }

        if (all.Count == 0)
        {
            return;
        }

        bool allApplied = await state.ApplyAsync(all, cancellationToken).ConfigureAwait(false);
        foreach (var (file, position, changes) in saved)
        {
            if (allApplied || await state.ApplyAsync(changes, cancellationToken).ConfigureAwait(false))
            {
                file.Saved = position;
                file.Version++;
                file.StaleChunks = [];
            }
            else
            {
                file.IsLost = true;
                tally.Fail(file.Found.Path, "Another import reads this file at the same time, and was faster. Nothing is lost; run the import again if that one was stopped.");
            }
        }
    }

    private async Task<(FilePosition Position, IReadOnlyList<StateChange> Changes)> ChangesOfAsync(PositionChange change, CancellationToken cancellationToken)
    {
        TrackedFile file = change.File;
        string path = file.Found.Path;

        // The manifest so far is that of the saved position, unless the file began anew.
        FilePosition before = change.Position with
        {
            Chunks = change.FromOffset == 0 ? [] : file.Saved?.Chunks ?? [],
            LastChunkKeys = change.FromOffset == 0 ? 0 : file.Saved?.LastChunkKeys ?? 0,
        };
        var (position, manifest) = await FileManifest.AddAsync(state, path, change.FromOffset, before, change.Keys, cancellationToken).ConfigureAwait(false);
        var changes = new List<StateChange> { StateChange.Put(FilePosition.Kind, path, StateJson.Write(position), file.Version) };
        changes.AddRange(file.StaleChunks.Where(chunk => !position.Chunks.Contains(chunk)).Select(chunk => FileManifest.Remove(path, chunk)));
        if (manifest is not null)
        {
            changes.Add(manifest);
        }

        return (position, changes);
    }
}
