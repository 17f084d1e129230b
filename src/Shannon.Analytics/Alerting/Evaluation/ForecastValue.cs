using Shannon.Analytics.Alerting.Conditions;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>A forecast that an alert reads; all its groups share it. Written by the background work, read by the evaluation.</summary>
internal sealed class ForecastValue(NumberNode.Forecast node)
{
    private double _value = double.NaN;

    internal NumberNode.Forecast Node => node;

    /// <summary>When it was last computed, in time of the <see cref="AlertClock"/>; null before.</summary>
    internal long? RefreshedAt { get; set; }

    internal double Value
    {
        get => Volatile.Read(ref _value);
        set => Volatile.Write(ref _value, value);
    }
}
