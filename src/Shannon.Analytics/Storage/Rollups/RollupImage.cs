using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Storage.Blobs;

namespace Shannon.Analytics.Storage.Rollups;

/// <summary>A finished rollup of one month that is not in the file yet.</summary>
internal sealed class RollupImage : IDisposable
{
    private readonly ByteWriter _writer = new(4096);
    private readonly int[] _ends = new int[RollupFormat.Parts];

    private RollupImage()
    {
    }

    /// <summary>Reserved for it.</summary>
    internal required long Id { get; init; }

    /// <summary>How many records it stands for.</summary>
    internal long Records { get; private set; }

    /// <summary>Where its first entry starts.</summary>
    internal long MinTime { get; private set; }

    /// <summary>The last moment of its last entry.</summary>
    internal long MaxTime { get; private set; }

    internal int Bytes => _writer.Length;

    internal ReadOnlySpan<byte> Blob(int part) => _writer.WrittenSpan[(part == 0 ? 0 : _ends[part - 1]).._ends[part]];

    public void Dispose() => _writer.Dispose();

    /// <summary>The months, by their first moments, in which any part has entries.</summary>
    internal static SortedSet<long> MonthsOf(IReadOnlyList<RollupPart> parts)
    {
        var months = new SortedSet<long>();
        foreach (RollupPart part in parts)
        {
            (long from, long before) = (0, 0);
            foreach (var (_, entry) in part.Entries)
            {
                long start = part.Block.Starts[entry];
                if (start < from || start >= before)
                {
                    from = RollupFormat.MonthOf(start);
                    before = RollupFormat.EndOfMonth(from);
                    months.Add(from);
                }
            }
        }

        return months;
    }

    /// <summary>Merges what the parts have of a month in which they have something.</summary>
    /// <param name="id">Reserved for it.</param>
    /// <param name="month">Its first moment.</param>
    /// <param name="parts">The parts.</param>
    /// <param name="encoder">What its BLOBs pass.</param>
    internal static RollupImage Build(long id, long month, IReadOnlyList<RollupPart> parts, BlobEncoder encoder)
    {
        var image = new RollupImage { Id = id };
        long before = RollupFormat.EndOfMonth(month);
        RollupPart[] own = [.. parts.Where(part => part.Entries.Any(entry => part.Block.Starts[entry.Entry] is var start && start >= month && start < before))];
        long[] names = [.. own.SelectMany(part => part.Entries.Select(entry => part.Header.NameIds[entry.Name])).Distinct().Order()];
        var header = new RollupHeader
        {
            NameIds = names,
            SessionIds = Union(own.Select(part => part.Header.SessionIds), RollupHeader.MaxSessions, Comparer<long>.Default),
            Users = Union(own.Select(part => part.Header.Users), RollupHeader.MaxUsers, StringComparer.Ordinal),
        };
        using var body = new ByteWriter();
        header.Encode(body);
        image.Store(0, body, encoder);
        foreach (RollupLevel level in (ReadOnlySpan<RollupLevel>)[RollupLevel.Quarters, RollupLevel.Hours])
        {
            var entries = RollupMerger.Sort(level, own, names, month, before);
            body.Reset();
            RollupMerger.Encode(level, entries, names.Length, body);
            image.Store(RollupFormat.PartOf(level), body, encoder);
            if (level == RollupLevel.Quarters)
            {
                image.Records = entries.Values.Sum(together => together.Sum(part => part.Block.Records[part.Entry]));
                image.MinTime = entries.Keys.Min(key => key.Start);
                image.MaxTime = entries.Keys.Max(key => key.Start) + RollupBlock.WidthOf(level) - 1;
            }
        }

        return image;
    }

    private static T[]? Union<T>(IEnumerable<T[]?> lists, int most, IComparer<T> comparer)
    {
        var all = new SortedSet<T>(comparer);
        foreach (T[]? list in lists)
        {
            if (list is null)
            {
                return null;
            }

            all.UnionWith(list);
        }

        return all.Count > most ? null : [.. all];
    }

    private void Store(int part, ByteWriter body, BlobEncoder encoder)
    {
        encoder.Encode(RollupFormat.Identity(Id, part), body.WrittenSpan, _writer);
        _ends[part] = _writer.Length;
    }
}
