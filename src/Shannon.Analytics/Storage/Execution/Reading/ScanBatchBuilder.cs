using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Storage.Execution.Reading;

/// <summary>
/// Makes batches out of sources, column by column: of each source the rows that fall into the batch follow each other, and are put where the order
/// says. A batch is cut short where it has so many columns that it would grow beyond bounds.
/// </summary>
internal sealed class ScanBatchBuilder(ScanQuery query, IReadOnlyList<ScanSource> sources)
{
    /// <summary>Most cells of measurements and attributes in a batch: 4 million, about 100 MB.</summary>
    private const long MaxCells = 4_000_000;

    private readonly int[] _next = new int[sources.Count];

    /// <summary>Makes the next batch.</summary>
    /// <param name="order">Of each of its rows, at least one, the number of the source.</param>
    /// <returns>A batch of so many rows, or of fewer.</returns>
    internal ScanBatch Build(ReadOnlySpan<int> order)
    {
        ScanFields fields;
        ScanPiece[] pieces;
        for (; ; order = order[..(order.Length / 2)])
        {
            pieces = Cut(order);
            fields = new ScanFields(query, pieces, order.Length);
            if (order.Length == 1 || (long)fields.Count * order.Length <= MaxCells)
            {
                break;
            }
        }

        foreach (int source in order)
        {
            _next[source]++;
        }

        return Build(pieces, fields, order.Length);
    }

    /// <summary>The rows of each source.</summary>
    private ScanPiece[] Cut(ReadOnlySpan<int> order)
    {
        int[] counts = new int[sources.Count];
        foreach (int source in order)
        {
            counts[source]++;
        }

        int[] starts = new int[counts.Length];
        var pieces = new List<ScanPiece>();
        int[] places = new int[order.Length];
        int start = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            starts[i] = start;
            if (counts[i] > 0)
            {
                pieces.Add(new ScanPiece(sources[i], _next[i], places.AsMemory(start, counts[i])));
                start += counts[i];
            }
        }

        for (int place = 0; place < order.Length; place++)
        {
            places[starts[order[place]]++] = place;
        }

        return [.. pieces];
    }

    private static ScanBatch Build(ScanPiece[] pieces, ScanFields fields, int count)
    {
        long[] ids = new long[count];
        long[] times = new long[count];
        var categories = new MetricCategory[count];
        var costs = new decimal?[Array.Exists(pieces, static piece => piece.Columns.Costs is not null) ? count : 0];
        bool hasCosts = false;
        var keys = new ScanText(count);
        long[] ranks = new long[Array.Exists(pieces, static piece => piece.Columns.Keys is not null) ? count : 0];
        long[] replaced = new long[Array.Exists(pieces, static piece => piece.Columns.Replaced is not null) ? count : 0];
        var names = new ScanText(count);
        var sessions = new ScanText(count);
        var users = new ScanText(count);
        var projects = new ScanText(count);
        var models = new ScanText(count);
        foreach (ScanPiece piece in pieces)
        {
            piece.Put(piece.Source.Ids, ids);
            piece.Put(piece.Source.Times, times);
            ScanColumns columns = piece.Columns;
            AddNames(piece, names, categories);
            sessions.Add(piece, null, columns, static session => session.Session);
            users.Add(piece, columns.Users, columns, static session => session.User);
            projects.Add(piece, columns.Projects, columns, static session => session.Project);
            models.Add(piece, columns.Models, columns, static session => session.Model);
            if (columns.Keys is { } own)
            {
                keys.Add(piece, own);
                AddLongs(piece, columns.Ranks, ranks);
                AddLongs(piece, columns.Replaced, replaced);
            }

            hasCosts |= columns.Costs is { } nanos && AddCosts(piece, nanos, costs);
        }

        return new ScanBatch
        {
            Count = count,
            Ids = ids,
            TimestampsMicros = times,
            Categories = categories,
            Names = names.Build()!,
            Sessions = sessions.Build(),
            Users = users.Build(),
            Projects = projects.Build(),
            Models = models.Build(),
            Costs = hasCosts ? costs : default(ReadOnlyMemory<decimal?>),
            Keys = keys.Build(),
            KeyRanks = keys.IsEmpty ? default : ranks,
            ReplacedIds = replaced.AsSpan().ContainsAnyExcept(0) ? replaced : default(ReadOnlyMemory<long>),
            Measurements = fields.BuildMeasurements(),
            Attributes = fields.BuildAttributes(),
        };
    }

    private static void AddNames(ScanPiece piece, ScanText names, MetricCategory[] categories)
    {
        IReadOnlyList<MetricName> known = piece.Columns.Names;
        ReadOnlySpan<int> places = piece.Places;
        if (piece.Columns.NameCodes is not { } codes)
        {
            names.AddConstant(piece, known[0].Name);
            foreach (int place in places)
            {
                categories[place] = known[0].Category;
            }

            return;
        }

        names.Add(piece, codes, known.Count, code => known[code].Name);
        for (int i = 0; i < places.Length; i++)
        {
            categories[places[i]] = known[codes[piece.Start + i]].Category;
        }
    }

    // Absent ones hold zero.
    private static void AddLongs(ScanPiece piece, DecodedNumbers<long>? column, long[] target)
    {
        if (column is not null)
        {
            piece.Put(column.Values, target);
        }
    }

    private static bool AddCosts(ScanPiece piece, DecodedNumbers<long> own, decimal?[] costs)
    {
        bool any = false;
        ReadOnlySpan<int> places = piece.Places;
        for (int i = 0; i < places.Length; i++)
        {
            if (own.Has(piece.Start + i))
            {
                costs[places[i]] = NanoCost.ToDollars(own.Values[piece.Start + i]);
                any = true;
            }
        }

        return any;
    }
}
