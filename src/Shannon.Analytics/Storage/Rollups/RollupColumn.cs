using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Rollups;

/// <summary>One measurement of a <see cref="RollupBlock"/>. Immutable.</summary>
internal sealed class RollupColumn
{
    private readonly int[] _places;
    private readonly MomentsAccumulator[] _moments;
    private readonly int[] _sketchStarts;
    private readonly byte[] _sketches;

    private RollupColumn(string name, int[] places, MomentsAccumulator[] moments, int[] sketchStarts, byte[] sketches)
    {
        Name = name;
        _places = places;
        _moments = moments;
        _sketchStarts = sketchStarts;
        _sketches = sketches;
    }

    internal string Name { get; }

    /// <summary>The moments of an entry's values; empty if it has none.</summary>
    internal MomentsAccumulator MomentsOf(int entry) => _places[entry] < 0 ? default : _moments[_places[entry]];

    /// <summary>Adds an entry's values to a sketch.</summary>
    /// <exception cref="CodecException">The sketch is damaged.</exception>
    internal void MergeSketch(int entry, ValueSketch target)
    {
        int place = _places[entry];
        if (place < 0)
        {
            return;
        }

        var reader = new ByteReader(_sketches.AsSpan(_sketchStarts[place], _sketchStarts[place + 1] - _sketchStarts[place]));
        long before = target.Count;
        target.MergeFrom(ref reader, _moments[place].Min!.Value, _moments[place].Max!.Value);
        if (reader.Remaining != 0 || target.Count - before != _moments[place].Count)
        {
            throw new CodecException("A sketch of a rollup holds another number of values than its entry counts.");
        }
    }

    internal static RollupColumn Decode(ref ByteReader reader, int entries)
    {
        string name = reader.ReadText(TextLimits.MaxValueBytes);
        bool[] present = new bool[entries];
        int count = PresenceColumn.Decode(ref reader, present);
        long[] counts = new long[count];
        LongColumn.Decode(ref reader, counts);
        double[][] numbers = new double[5][];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = new double[count];
            DoubleColumn.Decode(ref reader, numbers[i]);
        }

        long[] lengths = new long[count];
        LongColumn.Decode(ref reader, lengths);
        int[] starts = new int[count + 1];
        var moments = new MomentsAccumulator[count];
        for (int i = 0; i < count; i++)
        {
            (double min, double max) = (numbers[0][i], numbers[1][i]);
            if (counts[i] < 1 || !(min <= max) || !double.IsFinite(min) || !double.IsFinite(max) || !double.IsFinite(numbers[2][i]) || !double.IsFinite(numbers[3][i]) || !(numbers[4][i] >= 0))
            {
                throw new CodecException("A rollup has an entry whose numbers cannot be.");
            }

            if (lengths[i] < 1 || lengths[i] > reader.Remaining - starts[i])
            {
                throw new CodecException("A sketch of a rollup reaches behind its end.");
            }

            starts[i + 1] = starts[i] + (int)lengths[i];
            moments[i] = MomentsAccumulator.Restore(counts[i], min, max, (numbers[2][i], numbers[3][i], numbers[4][i]));
        }

        int[] places = new int[entries];
        int next = 0;
        for (int i = 0; i < entries; i++)
        {
            places[i] = present[i] ? next++ : -1;
        }

        return new RollupColumn(name, places, moments, starts, reader.ReadBytes(starts[^1]).ToArray());
    }
}
