using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Scanning;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>
/// The matching rows of one group in the order (time, id), taken out of it with every column that a scan asks for, so that batches are made of them
/// after the snapshot has been closed. Holds nothing of the group but its rows.
/// </summary>
internal sealed class ScanSource
{
    /// <summary>Of groups with fewer matching rows than one in so many, everything is taken at once, so that nothing is decoded twice.</summary>
    private const int Sparse = 8;

    private readonly RowGroup _group;
    private readonly int[] _rows;
    private bool _isTaken;
    private int _at;

    private ScanSource(RowGroup group, int[] rows)
    {
        _group = group;
        _rows = rows;
    }

    internal int Count => _rows.Length;

    /// <summary>The next row's place among the matching ones.</summary>
    internal int Index => _at;

    internal long Time => Times[_at];

    internal long Id => Ids[_at];

    internal bool IsAtEnd => _at == _rows.Length;

    internal required long[] Times { get; init; }

    internal required long[] Ids { get; init; }

    internal IReadOnlyList<MetricName> Names { get; private set; } = [];

    internal int[]? NameCodes { get; private set; }

    internal IReadOnlyList<SessionInfo> Sessions { get; private set; } = [];

    internal int[]? SessionCodes { get; private set; }

    internal DecodedText? Users { get; private set; }

    internal DecodedText? Projects { get; private set; }

    internal DecodedText? Models { get; private set; }

    internal DecodedNumbers<long>? Costs { get; private set; }

    /// <summary>The measurements asked for by name, in their order; null if all are.</summary>
    internal DecodedNumbers<double>?[]? Measurements { get; private set; }

    /// <summary>Each row's measurements; null if those asked for have names.</summary>
    internal MeasurementSet[]? AllMeasurements { get; private set; }

    /// <summary>Each row's values of the attributes asked for by name, in their order; null if all are.</summary>
    internal AttributeValue[]?[]? Attributes { get; private set; }

    /// <summary>Each row's attributes; null if those asked for have names.</summary>
    internal AttributeSet[]? AllAttributes { get; private set; }

    /// <summary>Null if no row behind the place matches. Lets go of the group's columns.</summary>
    internal static ScanSource? Open(RowGroup group, CompiledPredicate predicate, ScanQuery query, RowMask mask, (long Time, long Id) after)
    {
        using (group)
        {
            if (predicate.WantedNames(group) is not { } wanted)
            {
                return null;
            }

            RowSelection selection = predicate.Select(group, wanted, mask, null);
            if (selection.Count == 0)
            {
                return null;
            }

            int[] rows = RowsBehind(group, selection, after, CompiledPredicate.IsOrdered(group, wanted));
            if (rows.Length == 0)
            {
                return null;
            }

            var source = new ScanSource(group, rows) { Times = Gather(group.Times, rows), Ids = Gather(group.Ids, rows) };
            if (rows.Length < group.Count / Sparse)
            {
                source.Take(query, rows);
            }

            return source;
        }
    }

    internal void MoveNext() => _at++;

    /// <summary>Takes all that the query asks for of the rows passed; the snapshot is still open.</summary>
    internal void TakeFor(ScanQuery query)
    {
        if (!_isTaken && _at > 0)
        {
            using (_group)
            {
                Take(query, _rows[.._at]);
            }
        }
    }

    private static int[] RowsBehind(RowGroup group, in RowSelection selection, (long Time, long Id) after, bool ordered)
    {
        long[] times = group.Times;
        long[] ids = group.Ids;
        int[] rows = new int[selection.Count];
        int count = 0;
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection.RowAt(i);
            rows[count] = row;
            count += times[row] > after.Time || (times[row] == after.Time && ids[row] > after.Id) ? 1 : 0;
        }

        Array.Resize(ref rows, count);
        if (!ordered)
        {
            Array.Sort(rows, (a, b) => times[a] != times[b] ? times[a].CompareTo(times[b]) : ids[a].CompareTo(ids[b]));
        }

        return rows;
    }

    private static T[] Gather<T>(T[] column, int[] rows)
    {
        var taken = new T[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            taken[i] = column[rows[i]];
        }

        return taken;
    }

    private static DecodedText? Gather(DecodedText? text, int[] rows) => text is null ? null : new DecodedText(text.Dictionary, Gather(text.Codes, rows));

    private static DecodedNumbers<T>? Gather<T>(DecodedNumbers<T>? numbers, int[] rows) =>
        numbers is null ? null : new DecodedNumbers<T>(numbers.Name, Gather(numbers.Values, rows), numbers.Present is { } present ? Gather(present, rows) : null);

    private void Take(ScanQuery query, int[] rows)
    {
        _isTaken = true;
        (Names, NameCodes) = (_group.Names, _group.NameCodes is { } names ? Gather(names, rows) : null);
        SessionCodes = _group.SessionCodes is { } sessions ? Gather(sessions, rows) : null;
        Sessions = SessionCodes is null ? [] : _group.Sessions;
        (Users, Projects, Models) = (Gather(_group.Users, rows), Gather(_group.Projects, rows), Gather(_group.Models, rows));
        Costs = Gather(_group.Costs, rows);
        if (query.MeasurementNames is { } measurementNames)
        {
            Measurements = [.. measurementNames.Select(name => Gather(_group.Measurement(name), rows))];
        }
        else
        {
            DecodedBlock block = _group.Decode();
            AllMeasurements = Array.ConvertAll(rows, block.MeasurementsAt);
        }

        if (query.AttributeNames is { } attributeNames)
        {
            Attributes = [.. attributeNames.Select(name => _group.Attribute(name) is { } column ? Array.ConvertAll(rows, column.At) : null)];
        }
        else
        {
            DecodedBlock block = _group.Decode();
            AllAttributes = Array.ConvertAll(rows, block.AttributesAt);
        }
    }
}
