using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Scanning;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>
/// The matching rows of one group in the order (time, id), with every column that a scan asks for decoded, so that batches are made of it after the
/// snapshot has been closed. Disposal gives the columns back.
/// </summary>
internal sealed class ScanSource : IDisposable
{
    private readonly RowGroup _group;
    private readonly int[] _rows;
    private int _at;

    private ScanSource(RowGroup group, int[] rows)
    {
        _group = group;
        _rows = rows;
    }

    internal long Time => Times[Row];

    internal long Id => Ids[Row];

    internal int Row => _rows[_at];

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

    /// <summary>The attributes asked for by name, in their order; null if all are.</summary>
    internal DecodedAttribute?[]? Attributes { get; private set; }

    /// <summary>All columns; null if all that is asked for has a name.</summary>
    internal DecodedBlock? Block { get; private set; }

    /// <summary>Null if no row behind the place matches.</summary>
    internal static ScanSource? Open(RowGroup group, CompiledPredicate predicate, RowMask mask, (long Time, long Id) after)
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

        long[] times = group.Times;
        long[] ids = group.Ids;
        var rows = new List<int>(selection.Count);
        for (int i = 0; i < selection.Count; i++)
        {
            int row = selection.RowAt(i);
            if (times[row] > after.Time || (times[row] == after.Time && ids[row] > after.Id))
            {
                rows.Add(row);
            }
        }

        if (!CompiledPredicate.IsOrdered(group, wanted))
        {
            rows.Sort((a, b) => times[a] != times[b] ? times[a].CompareTo(times[b]) : ids[a].CompareTo(ids[b]));
        }

        return rows.Count == 0 ? null : new ScanSource(group, [.. rows]) { Times = times, Ids = ids };
    }

    internal void MoveNext() => _at++;

    /// <summary>Decodes all that the query asks for; the snapshot is still open.</summary>
    internal void DecodeFor(ScanQuery query)
    {
        (Names, NameCodes) = (_group.Names, _group.NameCodes);
        (Sessions, SessionCodes) = (_group.Sessions, _group.SessionCodes);
        (Users, Projects, Models, Costs) = (_group.Users, _group.Projects, _group.Models, _group.Costs);
        if (query.MeasurementNames is null || query.AttributeNames is null)
        {
            Block = _group.Decode();
        }

        Measurements = query.MeasurementNames?.Select(_group.Measurement).ToArray();
        Attributes = query.AttributeNames?.Select(_group.Attribute).ToArray();
    }

    public void Dispose() => _group.Dispose();
}
