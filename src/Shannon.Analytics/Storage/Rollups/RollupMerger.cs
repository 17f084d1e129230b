using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Storage.Rollups;

/// <summary>
/// Folds several rollups into one, as if it had been made of all their records; quarters of an hour may become hours. A measurement that one of
/// them does not cover counts there as absent, so blocks made for retention must cover all that occur.
/// </summary>
internal static class RollupMerger
{
    /// <summary>Sorts the entries of all parts by metric and time; those that fall together come together.</summary>
    /// <param name="level">How fine the result shall be; not finer than the parts.</param>
    /// <param name="parts">The rollups.</param>
    /// <param name="nameIds">The result's metrics.</param>
    /// <param name="from">Entries that start earlier are left out.</param>
    /// <param name="before">Entries that start here or later are left out.</param>
    internal static SortedDictionary<(int Name, long Start), List<(RollupBlock Block, int Entry)>> Sort(
        RollupLevel level, IReadOnlyList<RollupPart> parts, long[] nameIds, long from = long.MinValue, long before = long.MaxValue)
    {
        long width = RollupBlock.WidthOf(level);
        var sorted = new SortedDictionary<(int Name, long Start), List<(RollupBlock Block, int Entry)>>();
        foreach (RollupPart part in parts)
        {
            int[] places = Array.ConvertAll(part.Header.NameIds, id => Array.BinarySearch(nameIds, id));
            foreach (var (name, entry) in part.Entries)
            {
                long start = part.Block.Starts[entry];
                if (start < from || start >= before)
                {
                    continue;
                }

                var key = (places[name], start / width * width);
                if (!sorted.TryGetValue(key, out var together))
                {
                    sorted.Add(key, together = []);
                }

                together.Add((part.Block, entry));
            }
        }

        return sorted;
    }

    /// <summary>Writes the rollup of sorted entries.</summary>
    /// <param name="level">How fine it is.</param>
    /// <param name="entries">What <see cref="Sort"/> made for that level.</param>
    /// <param name="names">How many metrics the result has.</param>
    /// <param name="writer">Where it goes.</param>
    internal static void Encode(RollupLevel level, SortedDictionary<(int Name, long Start), List<(RollupBlock Block, int Entry)>> entries, int names, ByteWriter writer)
    {
        using var rollup = new RollupWriter(level);
        rollup.Begin();
        int begun = 0;
        var measurements = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var ((name, start), together) in entries)
        {
            for (; begun <= name; begun++)
            {
                rollup.BeginName();
            }

            rollup.AddEntry(start, together.Sum(static part => part.Block.Records[part.Entry]));
            foreach (var (block, _) in together)
            {
                measurements.UnionWith(block.Columns.Select(static column => column.Name));
            }
        }

        for (; begun < names; begun++)
        {
            rollup.BeginName();
        }

        foreach (string measurement in measurements)
        {
            if (rollup.IsFull)
            {
                break;
            }

            AddColumn(rollup, entries.Values, measurement);
        }

        rollup.Encode(writer);
    }

    private static void AddColumn(RollupWriter rollup, IEnumerable<List<(RollupBlock Block, int Entry)>> entries, string measurement)
    {
        var sketch = new ValueSketch();
        foreach (var together in entries)
        {
            MomentsAccumulator moments = default;
            sketch.Clear();
            foreach (var (block, entry) in together)
            {
                if (block.Find(measurement) is { } column)
                {
                    moments.Merge(column.MomentsOf(entry));
                    column.MergeSketch(entry, sketch);
                }
            }

            rollup.AddValues(moments, sketch);
        }

        rollup.EndColumn(measurement);
    }
}
