using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Scanning;

namespace Shannon.Analytics.Storage.Execution;

/// <summary>
/// The value of each row of a group: one measurement for all rows, or, where names differ in their default measurement, one column per name.
/// </summary>
internal sealed class ValueColumn
{
    private readonly DecodedNumbers<double>? _single;
    private readonly DecodedNumbers<double>?[]? _byName;
    private readonly int[]? _nameCodes;

    private ValueColumn(DecodedNumbers<double>? single, DecodedNumbers<double>?[]? byName, int[]? nameCodes)
    {
        _single = single;
        _byName = byName;
        _nameCodes = nameCodes;
    }

    /// <summary>The column that serves all rows, if there is one.</summary>
    internal DecodedNumbers<double>? Single => _single;

    /// <summary>Null if no row of the wanted names has a value.</summary>
    /// <param name="group">The rows.</param>
    /// <param name="measurement">The measurement, or null for each record's default.</param>
    /// <param name="wanted">Which of the group's names matter.</param>
    internal static ValueColumn? Of(RowGroup group, string? measurement, ReadOnlySpan<bool> wanted) =>
        measurement is not null
            ? group.Value(measurement) is { } named ? new ValueColumn(named, null, null) : null
            : Of(group, name => DefaultMeasurement.Of(name.Category), wanted);

    /// <summary>The values that a query's selectors address; null if no row of the wanted names has one.</summary>
    internal static ValueColumn? Of(RowGroup group, RecordPredicate query, ReadOnlySpan<bool> wanted) =>
        Of(group, name => query.MeasurementOf(name.Category, name.Name) ?? DefaultMeasurement.Of(name.Category), wanted);

    private static ValueColumn? Of(RowGroup group, Func<MetricName, string> measurementOf, ReadOnlySpan<bool> wanted)
    {
        string? common = null;
        bool differs = false;
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i])
            {
                string own = measurementOf(group.Names[i]);
                differs |= common is not null && !string.Equals(common, own, StringComparison.Ordinal);
                common = own;
            }
        }

        if (common is null)
        {
            return null;
        }

        return differs ? OfEach(group, measurementOf, wanted) : group.Value(common) is { } column ? new ValueColumn(column, null, null) : null;
    }

    /// <summary>Keeps only rows that have a value.</summary>
    internal void KeepPresent(RowMask mask)
    {
        if (_single is not null)
        {
            mask.KeepPresent(_single.Present);
        }
        else
        {
            mask.KeepWhere(Has);
        }
    }

    /// <summary>Keeps only rows whose value lies in a range.</summary>
    internal void KeepRange(RowMask mask, double min, double max)
    {
        if (_single is not null)
        {
            mask.KeepRange(_single, min, max);
        }
        else
        {
            mask.KeepWhere(row => Has(row) && At(row) >= min && At(row) <= max);
        }
    }

    internal bool Has(int row) => _single is not null ? _single.Has(row) : _byName![_nameCodes![row]] is { } column && column.Has(row);

    /// <summary>True if every row of a range has a value.</summary>
    internal bool IsDense => _single is { Present: null };

    internal double At(int row) => _single is not null ? _single.Values[row] : _byName![_nameCodes![row]]!.Values[row];

    /// <summary>The values of rows that all have one.</summary>
    internal ReadOnlySpan<double> Take(scoped in RowSelection rows, scoped ref PooledBuffer<double> buffer)
    {
        if (_single is not null)
        {
            return rows.Take(_single.Values, ref buffer);
        }

        double[] values = buffer.Of(rows.Count);
        for (int i = 0; i < rows.Count; i++)
        {
            values[i] = At(rows.RowAt(i));
        }

        return values.AsSpan(0, rows.Count);
    }

    private static ValueColumn? OfEach(RowGroup group, Func<MetricName, string> measurementOf, ReadOnlySpan<bool> wanted)
    {
        var columns = new Dictionary<string, DecodedNumbers<double>?>(StringComparer.Ordinal);
        var byName = new DecodedNumbers<double>?[wanted.Length];
        bool any = false;
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i])
            {
                string own = measurementOf(group.Names[i]);
                if (!columns.TryGetValue(own, out DecodedNumbers<double>? column))
                {
                    column = group.Value(own);
                    columns.Add(own, column);
                }

                byName[i] = column;
                any |= column is not null;
            }
        }

        return any ? new ValueColumn(null, byName, group.NameCodes) : null;
    }
}
