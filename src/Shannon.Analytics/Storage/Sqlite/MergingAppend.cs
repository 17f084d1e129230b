using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Execution.Reading;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// Stores records that merge with those that hold their keys. The commit stores a row if nobody holds its keys, and says of the others who does; these
/// are read, merged and handed in again, to take the place of just those that were read. If another writer was faster, that goes round once more: some
/// writer gets on each time. One object serves one call.
/// </summary>
internal sealed class MergingAppend(SqliteStore store, IngestCounter counter)
{
    internal required CancellationToken Cancellation { get; init; }

    internal required Func<ReadOnlyMemory<TimedMetric>, MergeTerms, ValueTask<AppendResult>> AppendRows { get; init; }

    internal required Func<ColumnBatch, long, MergeTerms, ValueTask<AppendResult>> AppendColumns { get; init; }

    /// <summary>Takes the metrics that have a merger out of a batch.</summary>
    internal static (ReadOnlyMemory<TimedMetric> Plain, TimedMetric[] Merging) Divide(ReadOnlyMemory<TimedMetric> batch)
    {
        int merging = 0;
        foreach (ref readonly TimedMetric metric in batch.Span)
        {
            merging += metric.Metric.Merger is null ? 0 : 1;
        }

        if (merging == 0)
        {
            return (batch, []);
        }

        TimedMetric[] all = batch.ToArray();
        return (Array.FindAll(all, metric => metric.Metric.Merger is null), Array.FindAll(all, metric => metric.Metric.Merger is not null));
    }

    internal async ValueTask<AppendResult> AppendAsync(TimedMetric[] batch)
    {
        var terms = new RowTerms(batch);
        AppendResult result = await AppendRows(batch, terms).ConfigureAwait(false);
        return result.Plus(await SettleAsync([.. terms.Conflicts.Select(conflict => new Copy(batch[conflict.Row], batch[conflict.Row].Metric.Merger!, conflict))]).ConfigureAwait(false));
    }

    internal async ValueTask<AppendResult> AppendAsync(ColumnBatch batch, long now)
    {
        var terms = new ColumnTerms(batch);
        AppendResult result = await AppendColumns(batch, now, terms).ConfigureAwait(false);
        return result.Plus(await SettleAsync([.. terms.Conflicts.Select(CopyOf)]).ConfigureAwait(false));

        Copy CopyOf(MergeConflict conflict) =>
            new(new TimedMetric(batch.RowAt(conflict.Row), batch.TimestampsMicros.IsEmpty ? now : batch.TimestampsMicros.Span[conflict.Row]), batch.Merger!, conflict);
    }

    private async ValueTask<AppendResult> SettleAsync(Copy[] copies)
    {
        var result = default(AppendResult);
        while (copies.Length > 0)
        {
            MergedTerms terms;
            TimedMetric[] merged;
            try
            {
                Cancellation.ThrowIfCancellationRequested();
                (Merged[] changed, int duplicates) = await MergeAsync(copies).ConfigureAwait(false);
                var same = new AppendResult(0, 0, duplicates);
                counter.Stored(same);
                result = result.Plus(same);
                copies = Array.ConvertAll(changed, item => item.Copy);
                terms = new MergedTerms(changed);
                merged = Array.ConvertAll(changed, item => item.Metric);
            }
            catch (OperationCanceledException)
            {
                counter.Cancelled(copies.Length);
                throw;
            }
            catch
            {
                counter.Failed(copies.Length);
                throw;
            }

            if (merged.Length > 0)
            {
                result = result.Plus(await AppendRows(merged, terms).ConfigureAwait(false));
                copies = [.. terms.Conflicts.Select(conflict => copies[conflict.Row] with { Conflict = conflict })];
            }
        }

        return result;
    }

    private async Task<(Merged[] Changed, int Duplicates)> MergeAsync(Copy[] copies)
    {
        HashSet<long> ids = [.. copies.SelectMany(copy => copy.Conflict.Holders)];
        Dictionary<long, RawMetric> held = ids.Count == 0
            ? []
            : await store.ReadAsync(connection => OwnRecordReader.Read(store.OpenSnapshot(connection), ids, Cancellation), Cancellation).ConfigureAwait(false);
        var changed = new List<Merged>(copies.Length);
        foreach (Copy copy in copies)
        {
            // One that is gone by now, or of the same commit, is found at the next attempt.
            bool isKnown = copy.Conflict.Holders.Length > 0 && Array.TrueForAll(copy.Conflict.Holders, held.ContainsKey);
            if (!isKnown)
            {
                changed.Add(new Merged(copy, copy.Metric, copy.Metric.Metric.Aliases, []));
            }
            else if (Merge(copy, Array.ConvertAll(copy.Conflict.Holders, id => (id, held[id]))) is { } merged)
            {
                changed.Add(merged);
            }
        }

        return ([.. changed], copies.Length - changed.Count);
    }

    // Null if the copy adds nothing.
    private static Merged? Merge(in Copy copy, (long Id, RawMetric Record)[] holders)
    {
        RawMetric incoming = AsStored(copy.Metric);
        string own = incoming.Key!.Value.Value;
        if (MergeAll(copy.Merger, incoming, holders) is not { } merged)
        {
            // An alias is another record's: the copy stays apart, and merges with what holds its own key alone.
            holders = Array.FindAll(holders, holder => string.Equals(holder.Record.Key!.Value.Value, own, StringComparison.Ordinal));
            return MergeAll(copy.Merger, incoming, holders) is not { } alone || (holders.Length == 1 && alone.Equals(holders[0].Record))
                ? null
                : Ready(copy, alone, [], holders);
        }

        string[] aliases =
        [
            .. copy.Metric.Metric.Aliases.Concat(holders.Select(holder => holder.Record.Key!.Value.Value)).Append(own)
                .Where(name => !string.Equals(name, merged.Key!.Value.Value, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal),
        ];

        // A name that the holder does not have yet is news, too.
        bool isSame = holders.Length == 1 && copy.Conflict.IsKnown && merged.Equals(holders[0].Record);
        return isSame ? null : Ready(copy, merged, aliases, holders);
    }

    private static RawMetric? MergeAll(IRecordMerger merger, RawMetric incoming, (long Id, RawMetric Record)[] holders)
    {
        RawMetric merged = incoming;
        foreach (var (_, record) in holders)
        {
            if (merger.Merge(record, merged) is not { } both)
            {
                return null;
            }

            merged = both.Key is null ? throw new InvalidOperationException($"{merger.GetType().Name} returned a record without a key; a merged record keeps the key of one of its copies.") : both;
        }

        return merged;
    }

    private static Merged Ready(in Copy copy, RawMetric merged, string[] aliases, (long Id, RawMetric Record)[] holders)
    {
        MetricValidator.Validate(merged, null);
        merged.Freeze();
        return new Merged(copy, new TimedMetric(merged, UnixMicros.From(merged.Timestamp!.Value)), aliases, Array.ConvertAll(holders, holder => holder.Id));
    }

    private static RawMetric AsStored(in TimedMetric metric)
    {
        RawMetric raw = RawMetric.Of(metric.Metric, UnixMicros.ToTime(metric.TimeMicros));
        return raw with { Cost = raw.Cost is { } cost ? NanoCost.ToDollars(NanoCost.From(cost)) : null };
    }

    private readonly record struct Copy(TimedMetric Metric, IRecordMerger Merger, MergeConflict Conflict);

    private readonly record struct Merged(Copy Copy, TimedMetric Metric, IReadOnlyList<string> Aliases, long[] Holders);

    private sealed class RowTerms(TimedMetric[] rows) : MergeTerms
    {
        internal override IRecordMerger MergerAt(int row) => rows[row].Metric.Merger!;

        internal override string? AliasAt(int row, int index) => rows[row].Metric.Aliases.ElementAtOrDefault(index);
    }

    private sealed class ColumnTerms(ColumnBatch batch) : MergeTerms
    {
        internal override IRecordMerger MergerAt(int row) => batch.Merger!;

        internal override string? AliasAt(int row, int index) => index == 0 ? batch.Aliases?.At(row) : null;
    }

    private sealed class MergedTerms(Merged[] rows) : MergeTerms
    {
        internal override IRecordMerger MergerAt(int row) => rows[row].Copy.Merger;

        internal override string? AliasAt(int row, int index) => rows[row].Aliases.ElementAtOrDefault(index);

        internal override ReadOnlySpan<long> MergedAt(int row) => rows[row].Holders;
    }
}
