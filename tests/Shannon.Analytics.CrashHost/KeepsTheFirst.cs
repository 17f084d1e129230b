using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.CrashHost;

/// <summary>Merges in the simplest way there is, for records that have aliases.</summary>
internal sealed class KeepsTheFirst : IRecordMerger
{
    public RawMetric Merge(RawMetric first, RawMetric second) => first;

    public bool Covers(long heldRank, long rank) => true;
}
