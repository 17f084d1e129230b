using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Storage.Blobs;
using Shannon.Analytics.Storage.Rollups;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>Reads a rollup that outlived its records, all of its sketches too, and compares its two levels with each other and with the directory.</summary>
internal static class RollupChecker
{
    /// <summary>What is wrong, as the rest of a sentence; damaged BLOBs throw.</summary>
    internal static IEnumerable<string> Run(Snapshot snapshot, RollupEntry rollup)
    {
        RollupHeader header = snapshot.HeaderOf(rollup);
        RollupBlock quarters = snapshot.BlockOf(rollup, RollupLevel.Quarters);
        RollupBlock hours = snapshot.BlockOf(rollup, RollupLevel.Hours);

        // Throws if the catalogue lacks one.
        _ = snapshot.NamesOf(header.NameIds);
        ReadSketches(rollup, quarters);
        ReadSketches(rollup, hours);
        if (quarters.NameStarts.Length != header.NameIds.Length + 1 || hours.NameStarts.Length != header.NameIds.Length + 1)
        {
            yield return "has another number of metrics than its header says";
            yield break;
        }

        if (quarters.Count == 0 || quarters.Starts.Min() != rollup.MinTime || quarters.Starts.Max() + quarters.Width - 1 != rollup.MaxTime)
        {
            yield return "holds other times than the directory says";
        }

        if (!Totals(quarters, hours.Width).SequenceEqual(Totals(hours, hours.Width)))
        {
            yield return "has hours that are not the sum of their quarters";
        }
    }

    private static void ReadSketches(RollupEntry rollup, RollupBlock block)
    {
        var sketch = new ValueSketch();
        try
        {
            foreach (RollupColumn column in block.Columns)
            {
                for (int entry = 0; entry < block.Count; entry++)
                {
                    sketch.Clear();
                    column.MergeSketch(entry, sketch);
                }
            }
        }
        catch (CodecException error)
        {
            throw BlobDecoder.Corrupt(RollupFormat.Identity(rollup.Id, RollupFormat.PartOf(block.Level)), error.Message, error);
        }
    }

    /// <summary>Records, and values of all measurements, for each metric and hour.</summary>
    private static SortedDictionary<(int Name, long Start), (long Records, long Values)> Totals(RollupBlock block, long width)
    {
        var totals = new SortedDictionary<(int Name, long Start), (long Records, long Values)>();
        for (int name = 0; name + 1 < block.NameStarts.Length; name++)
        {
            for (int entry = block.NameStarts[name]; entry < block.NameStarts[name + 1]; entry++)
            {
                var key = (name, block.Starts[entry] / width * width);
                (long records, long values) = totals.GetValueOrDefault(key);
                totals[key] = (records + block.Records[entry], values + block.Columns.Sum(column => column.MomentsOf(entry).Count));
            }
        }

        return totals;
    }
}
