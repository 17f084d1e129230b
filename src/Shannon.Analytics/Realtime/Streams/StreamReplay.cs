using System.Runtime.CompilerServices;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Realtime.Values;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Realtime.Streams;

/// <summary>
/// Reads what is stored for a stream that has been joined already. A boundary id parts what is replayed from what is live: ids rise in the order of commits,
/// so that everything beyond it is in the live source; and what that lost while the replay took its time is read from the store as well.
/// </summary>
internal sealed class StreamReplay(IMetricStore store, MetricStreamRequest request)
{
    private const int PageSize = 4_096;
    private readonly StreamMatcher _matcher = new(request);

    /// <summary>What is live counts from behind this id; final when everything is read.</summary>
    internal long Through { get; private set; }

    internal async IAsyncEnumerable<StreamSlot> ReadAsync(StreamSource live, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Through = (await store.DescribeAsync(cancellationToken).ConfigureAwait(false)).LastId;
        IAsyncEnumerable<MetricRecord> stored = request.ReplaySince is null ? ReadLastAsync(cancellationToken) : ReadPagesAsync(RecordOrder.Ascending, cancellationToken);
        await foreach (MetricRecord record in stored.ConfigureAwait(false))
        {
            yield return new StreamSlot(record, 0);
        }

        while (live.HasOverflowed)
        {
            live.Skip();
            IReadOnlyList<MetricChange> changes;
            do
            {
                changes = await store.ReadChangesAsync(Through, PageSize, cancellationToken).ConfigureAwait(false);
                foreach (MetricChange change in changes)
                {
                    Through = change.Record.Id;
                    if (_matcher.Matches(change.Record))
                    {
                        yield return new StreamSlot(change.Record, change.Replaces ?? 0);
                    }
                }
            }
            while (changes.Count == PageSize);
        }
    }

    private async IAsyncEnumerable<MetricRecord> ReadLastAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var newestFirst = new List<MetricRecord>();
        await foreach (MetricRecord record in ReadPagesAsync(RecordOrder.Descending, cancellationToken).ConfigureAwait(false))
        {
            newestFirst.Add(record);
            if (newestFirst.Count == request.ReplayLast)
            {
                break;
            }
        }

        for (int i = newestFirst.Count - 1; i >= 0; i--)
        {
            yield return newestFirst[i];
        }
    }

    private async IAsyncEnumerable<MetricRecord> ReadPagesAsync(RecordOrder order, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MetricQuery query = Query() with { Order = order };
        int size = request.ReplayLast == 0 ? PageSize : Math.Min(PageSize, request.ReplayLast);
        RecordPage page;
        do
        {
            page = await store.ReadPageAsync(query, size, cancellationToken).ConfigureAwait(false);
            foreach (MetricRecord record in page.Records)
            {
                if (record.Id <= Through && _matcher.Matches(record))
                {
                    yield return record;
                }
            }

            query = query with { After = page.Next };
        }
        while (page.Next is not null);
    }

    // The store narrows as far as it can; the matcher decides.
    private MetricQuery Query()
    {
        Selector[] sources = [.. request.Metrics.SelectMany(SelectorValues.Of).SelectMany(values => values.Sources).Distinct()];
        bool narrow = sources.Length is > 0 and <= 64;
        return new MetricQuery
        {
            Selector = narrow ? sources[0] : null,
            OrSelectors = narrow ? sources[1..] : [],
            SessionId = request.SessionId,
            UserId = request.UserId,
            Project = request.Project,
            Range = new TimeRange(request.ReplaySince, null),
        };
    }
}
