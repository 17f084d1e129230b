using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Realtime.Windows;

/// <summary>The moments of the values.</summary>
internal struct MomentsTotal : IWindowTotal<MomentsTotal>
{
    private MomentsAccumulator _moments;

    internal readonly MomentsAccumulator Moments => _moments;

    public readonly bool IsEmpty => _moments.Count == 0;

    public void Add(double value) => _moments.Add(value);

    public void Merge(in MomentsTotal other) => _moments.Merge(other._moments);

    public void Clear() => _moments = default;
}
