using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Storage;

/// <summary>
/// Reads the records that other store objects commit, in this process or in others: everything behind a place but what this store object has told itself.
/// Ids rise in the order of commits, so that a snapshot that shows one shows all below it. <see cref="NoteOwn"/> may run beside the rest.
/// </summary>
internal sealed class ForeignRecords(IMetricStore store)
{
    private const int PageSize = 1_000;

    private readonly Lock _lock = new();
    // Ascending; runs that follow each other are one.
    private readonly List<(long First, long Last)> _own = [];
    private long _place;

    /// <summary>Begins behind an id.</summary>
    internal void Begin(long place)
    {
        lock (_lock)
        {
            _place = place;
            _own.Clear();
        }
    }

    /// <summary>Remembers what this store object committed and told itself.</summary>
    /// <returns>The place reached: what is not behind it was read as foreign already, just before the store told of it.</returns>
    internal long NoteOwn(long first, long last)
    {
        lock (_lock)
        {
            if (_own.Count > 0 && _own[^1].Last == first - 1)
            {
                _own[^1] = (_own[^1].First, last);
            }
            else
            {
                _own.Add((first, last));
            }

            return _place;
        }
    }

    /// <summary>Hands on the records that are new since the last call, without corrections.</summary>
    internal async Task ReadAsync(Action<MetricRecord> take, CancellationToken cancellationToken)
    {
        while (true)
        {
            IReadOnlyList<MetricChange> page = await store.ReadChangesAsync(PassOwn(), PageSize, cancellationToken).ConfigureAwait(false);
            foreach (MetricChange change in Choose(page))
            {
                take(change.Record);
            }

            if (page.Count < PageSize)
            {
                return;
            }
        }
    }

    /// <summary>The place reached: all before it was told or read. Most of the time all records are our own and follow each other, and nothing need be read twice.</summary>
    internal long PassOwn()
    {
        lock (_lock)
        {
            int passed = 0;
            for (; passed < _own.Count && _own[passed].First <= _place + 1; passed++)
            {
                _place = Math.Max(_place, _own[passed].Last);
            }

            _own.RemoveRange(0, passed);

            return _place;
        }
    }

    private List<MetricChange> Choose(IReadOnlyList<MetricChange> page)
    {
        List<MetricChange> foreign = [];
        lock (_lock)
        {
            int run = 0;
            foreach (MetricChange change in page)
            {
                long id = change.Record.Id;
                while (run < _own.Count && _own[run].Last < id)
                {
                    run++;
                }

                _place = Math.Max(_place, id);
                if (!(run < _own.Count && _own[run].First <= id) && change.Replaces is null)
                {
                    foreign.Add(change);
                }
            }

            _own.RemoveRange(0, run);
        }

        return foreign;
    }
}
