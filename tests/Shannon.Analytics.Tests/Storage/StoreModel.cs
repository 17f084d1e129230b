using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage;

/// <summary>The plain twin of a store: a list of records, looked through from end to end. Places stand for ids: they rise in the order of commits.</summary>
internal sealed class StoreModel
{
    private readonly List<Row> _rows = [];
    private readonly Dictionary<string, Row> _keys = [];
    private readonly Dictionary<string, Session> _sessions = [];

    /// <summary>How many records were ever stored: what is stored now has places below it.</summary>
    public int Places => _rows.Count;

    /// <summary>Stores one atomic batch of at most one block.</summary>
    public AppendResult Append(IReadOnlyList<(MetricInput Metric, DateTimeOffset Time)> batch)
    {
        var winners = new Dictionary<string, int>();
        var dropped = new HashSet<int>();
        for (int i = 0; i < batch.Count; i++)
        {
            if (batch[i].Metric.Key is not { } key)
            {
                continue;
            }

            if (winners.TryGetValue(key.Value, out int earlier))
            {
                dropped.Add(key.Rank > batch[earlier].Metric.Key!.Value.Rank ? earlier : i);
                winners[key.Value] = dropped.Contains(earlier) ? i : earlier;
            }
            else if (_keys.TryGetValue(key.Value, out Row? holder) && holder.Metric.Key!.Value.Rank >= key.Rank)
            {
                dropped.Add(i);
            }
            else
            {
                winners[key.Value] = i;
            }
        }

        int replaced = 0;
        for (int i = 0; i < batch.Count; i++)
        {
            if (dropped.Contains(i))
            {
                continue;
            }

            var row = new Row(batch[i].Metric, UnixMicros.ToTime(UnixMicros.From(batch[i].Time)), _rows.Count);
            if (row.Metric.Key is { } key)
            {
                if (_keys.TryGetValue(key.Value, out Row? old))
                {
                    old.ReplacedBy = row.Place;
                    replaced++;
                }

                _keys[key.Value] = row;
            }

            _rows.Add(row);
        }

        // Copies that lose against a better one describe their session all the same.
        foreach (var (metric, time) in batch)
        {
            Describe(metric, UnixMicros.ToTime(UnixMicros.From(time)));
        }

        return new AppendResult(batch.Count - dropped.Count, replaced, dropped.Count);
    }

    /// <summary>Deletes what matches, replaced records too; returns how many counted.</summary>
    public int Delete(MetricQuery query)
    {
        List<Row> matching = _rows.FindAll(row => !row.IsDeleted && Matches(query, row));
        foreach (Row row in matching)
        {
            row.IsDeleted = true;
            if (row.Metric.Key is { } key && ReferenceEquals(_keys.GetValueOrDefault(key.Value), row))
            {
                _keys.Remove(key.Value);
            }
        }

        return matching.Count(row => row.ReplacedBy is null);
    }

    /// <summary>What a query finds as the store was when it held <paramref name="places"/> places; the sessions are as they are now.</summary>
    public List<Row> Find(MetricQuery query, int places)
    {
        IEnumerable<Row> found = _rows.Where(row => row.Place < places && !row.IsDeleted && !(row.ReplacedBy < places) && Matches(query, row));
        return query.Order == RecordOrder.Ascending
            ? [.. found.OrderBy(row => row.Time).ThenBy(row => row.Place)]
            : [.. found.OrderByDescending(row => row.Time).ThenByDescending(row => row.Place)];
    }

    public void AssertSame(Row expected, MetricRecord actual)
    {
        CollectingVisitor fields = CollectingVisitor.Of(expected.Metric);
        Session session = SessionOf(expected.Metric.SessionId);
        Assert.Equal(expected.Time, actual.Timestamp);
        Assert.Equal((expected.Metric.Category, expected.Metric.Name, expected.Metric.SessionId), (actual.Category, actual.Name, actual.SessionId));
        Assert.Equal(expected.Metric.UserId ?? session.User.Value, actual.UserId);
        Assert.Equal(expected.Metric.Project ?? session.Project.Value, actual.Project);
        Assert.Equal(expected.Metric.Model ?? session.Model.Value, actual.Model);
        Assert.Equal((expected.Metric.Cost, expected.Metric.Key), (actual.Cost, actual.Key));
        Assert.True(actual.Measurements.Equals(new MeasurementSet([.. fields.Measurements.Keys], [.. fields.Measurements.Values])));
        Assert.True(actual.Attributes.Equals(new AttributeSet([.. fields.Attributes.Keys], [.. fields.Attributes.Values])));
    }

    private static bool Agrees<T>(T? wanted, T? actual) => wanted is null || wanted.Equals(actual);

    private bool Matches(MetricQuery query, Row row)
    {
        MetricInput metric = row.Metric;
        CollectingVisitor fields = CollectingVisitor.Of(metric);
        Session session = SessionOf(metric.SessionId);
        return Agrees(query.SessionId, metric.SessionId)
            && Agrees(query.UserId, metric.UserId ?? session.User.Value)
            && Agrees(query.Project, metric.Project ?? session.Project.Value)
            && Agrees(query.Model, metric.Model ?? session.Model.Value)
            && (query.Category is null || query.Category == metric.Category)
            && query.Range.Contains(row.Time)
            && (query.Selector is not { } selector
                || ((selector.Kind == SelectorKind.All || (selector.Kind == SelectorKind.Name ? selector.Name == metric.Name : selector.Category == metric.Category))
                    && (selector.Measurement is null || fields.Measurements.ContainsKey(selector.Measurement))))
            && (query.Attributes is null || query.Attributes.All(wanted => fields.Attributes.TryGetValue(wanted.Key, out AttributeValue value) && value == wanted.Value));
    }

    private Session SessionOf(string? id) => id is not null && _sessions.TryGetValue(id, out Session session) ? session : default;

    private void Describe(MetricInput metric, DateTimeOffset time)
    {
        bool describes = metric.Category == MetricCategory.Session || (metric.Category == MetricCategory.Event && metric.Name is "session_start" or "session_end");
        if (describes && metric.SessionId is { } id)
        {
            Session old = SessionOf(id);
            _sessions[id] = new(Latest(old.User, metric.UserId), Latest(old.Project, metric.Project), Latest(old.Model, metric.Model));
        }

        Dated Latest(Dated old, string? value) => value is null || old.At > time ? old : new Dated(value, time);
    }

    internal sealed record Row(MetricInput Metric, DateTimeOffset Time, int Place)
    {
        public int? ReplacedBy { get; set; }

        public bool IsDeleted { get; set; }
    }

    private readonly record struct Dated(string? Value, DateTimeOffset? At);

    private readonly record struct Session(Dated User, Dated Project, Dated Model);
}
