using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Dashboards;

/// <summary>One number: a total over the window, or a derived figure's value now. Gives <see cref="CounterData"/>.</summary>
public sealed record CounterWidget : DashboardWidget
{
    /// <inheritdoc/>
    public override string Type => "counter";

    /// <summary>What the number is, of a plain metric; the sum by default.</summary>
    public AggregateFunction Function { get; init; } = AggregateFunction.Sum;
}
