using System.Collections.Frozen;
using Shannon.Analytics.Alerting.Conditions;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>A forecast that an alert reads, with a value for each of its groups. Written by the background work, read by the evaluation.</summary>
internal sealed class GroupForecasts(NumberNode.Forecast node)
{
    private FrozenDictionary<string, double> _values = FrozenDictionary<string, double>.Empty;

    internal NumberNode.Forecast Node => node;

    /// <summary>When it was last computed, in time of the <see cref="AlertClock"/>; null before.</summary>
    internal long? RefreshedAt { get; private set; }

    /// <summary>The forecast of a group; NaN if there is none.</summary>
    internal double ValueOf(string key) => Volatile.Read(ref _values).TryGetValue(key, out double value) ? value : double.NaN;

    internal void Refresh(IReadOnlyDictionary<string, double> values, long now)
    {
        Volatile.Write(ref _values, values.ToFrozenDictionary(StringComparer.Ordinal));
        RefreshedAt = now;
    }
}
