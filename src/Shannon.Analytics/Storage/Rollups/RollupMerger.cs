using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Storage.Rollups;

/// <summary>
/// Folds several rollups into one, as if it had been made of all their records; quarters of an hour may become hours. A measurement that one of
/// them does not cover counts there as absent, so blocks made for retention must cover all that occur.
/// </summary>
internal static class RollupMerger
{
    /// <param name="level">How fine the result is; not finer than the blocks.</param>
    /// <param name="blocks">The rollups, each with the place of each of its metrics in the result.</param>
    /// <param name="names">How many metrics the result has.</param>
    /// <param name="writer">Where it goes.</param>
    internal static void Merge(RollupLevel level, IReadOnlyList<(RollupBlock Block, int[] Places)> blocks, int names, ByteWriter writer)
    {
        long width = RollupBlock.WidthOf(level);
        var entries = new SortedDictionary<(int Name, long Start), List<(RollupBlock Block, int Entry)>>();
        var measurements = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (block, places) in blocks)
        {
            foreach (RollupColumn column in block.Columns)
            {
                measurements.Add(column.Name);
            }

            for (int name = 0; name < places.Length; name++)
            {
                for (int entry = block.NameStarts[name]; entry < block.NameStarts[name + 1]; entry++)
                {
                    var key = (places[name], block.Starts[entry] / width * width);
                    if (!entries.TryGetValue(key, out var parts))
                    {
                        entries.Add(key, parts = []);
                    }

                    parts.Add((block, entry));
                }
            }
        }

        using var rollup = new RollupWriter(level);
        rollup.Begin();
        int begun = 0;
        foreach (var ((name, start), parts) in entries)
        {
            for (; begun <= name; begun++)
            {
                rollup.BeginName();
            }

            rollup.AddEntry(start, parts.Sum(static part => part.Block.Records[part.Entry]));
        }

        for (; begun < names; begun++)
        {
            rollup.BeginName();
        }

        var sketch = new ValueSketch();
        foreach (string measurement in measurements)
        {
            if (rollup.IsFull)
            {
                break;
            }

            foreach (var parts in entries.Values)
            {
                MomentsAccumulator moments = default;
                sketch.Clear();
                foreach (var (block, entry) in parts)
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

        rollup.Encode(writer);
    }
}
