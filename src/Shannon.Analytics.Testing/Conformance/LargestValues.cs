using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Testing.Conformance;

/// <summary>Keeps every measurement at its largest value, and the key that comes first. Copies of equal rank may know something new; a lower rank knows nothing.</summary>
internal sealed class LargestValues : IRecordMerger
{
    public RawMetric Merge(RawMetric first, RawMetric second)
    {
        RawMetric key = string.CompareOrdinal(first.Key!.Value.Value, second.Key!.Value.Value) <= 0 ? first : second;
        RawMetric merged = key with { Key = key.Key!.Value with { Rank = Math.Max(first.Key.Value.Rank, second.Key.Value.Rank) } };
        foreach (var (name, value) in first.Measurements.Concat(second.Measurements))
        {
            merged.Measurements[name] = merged.Measurements.TryGetValue(name, out double held) ? Math.Max(held, value) : value;
        }

        return merged;
    }

    public bool Covers(long heldRank, long rank) => heldRank > rank;
}
