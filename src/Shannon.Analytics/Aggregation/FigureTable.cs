using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Aggregation;

/// <summary>The figures of several metrics, joined by bucket and keys.</summary>
internal sealed class FigureTable
{
    private readonly List<string> _names = [];
    private readonly List<double?> _empty = [];
    private readonly Dictionary<GroupId, double?[]> _rows = [];
    private QueryCoverage? _coverage;

    internal string[] Names => [.. _names];

    /// <summary>What stands in a row that a metric has no records for: counts and sums are 0, the rest is absent.</summary>
    internal IReadOnlyList<double?> Empty => _empty;

    internal QueryCoverage Coverage => _coverage ?? new QueryCoverage(QueryPrecision.Exact, 0, 0, null, null);

    internal IEnumerable<KeyValuePair<GroupId, double?[]>> Rows => _rows;

    /// <summary>Adds the columns of a metric.</summary>
    /// <param name="names">Their names.</param>
    /// <param name="empty">What stands where it has no records.</param>
    /// <param name="rows">Its rows.</param>
    internal void Add(IReadOnlyList<string> names, IReadOnlyList<double?> empty, Dictionary<GroupId, double?[]> rows)
    {
        int before = _names.Count;
        _names.AddRange(names);
        _empty.AddRange(empty);
        foreach (var (id, values) in rows)
        {
            double?[] row = _rows.TryGetValue(id, out double?[]? known) ? Widen(known) : Widen([.. _empty.Take(before)]);
            values.CopyTo(row, before);
            _rows[id] = row;
        }

        foreach (GroupId id in _rows.Keys.ToArray())
        {
            _rows[id] = Widen(_rows[id]);
        }
    }

    /// <summary>Puts other values into columns, and adds rows where there were none.</summary>
    /// <param name="names">The columns.</param>
    /// <param name="rows">Their values.</param>
    internal void Replace(IReadOnlyList<string> names, Dictionary<GroupId, double?[]> rows)
    {
        foreach (var (id, values) in rows)
        {
            double?[] row = _rows.TryGetValue(id, out double?[]? known) ? known : _rows[id] = [.. _empty];
            for (int i = 0; i < names.Count; i++)
            {
                row[_names.IndexOf(names[i])] = values[i];
            }
        }
    }

    internal void Note(QueryCoverage coverage) => _coverage = _coverage is not { } known
        ? coverage
        : new QueryCoverage(
            known.Precision > coverage.Precision ? known.Precision : coverage.Precision,
            known.Records + coverage.Records,
            known.RollupRecords + coverage.RollupRecords,
            Earlier(known.From, coverage.From),
            Later(known.To, coverage.To));

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b ?? a : a;

    private double?[] Widen(double?[] row)
    {
        if (row.Length == _names.Count)
        {
            return row;
        }

        double?[] wide = new double?[_names.Count];
        row.CopyTo(wide, 0);
        for (int i = row.Length; i < wide.Length; i++)
        {
            wide[i] = _empty[i];
        }

        return wide;
    }
}
