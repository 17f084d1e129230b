using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Dashboards;

/// <summary>One number, how it changed against the window before, and a small course. Gives <see cref="StatData"/>.</summary>
public sealed record StatWidget : DashboardWidget
{
    /// <inheritdoc/>
    public override string Type => "stat";

    /// <summary>What the number is, of a plain metric; the mean by default.</summary>
    public AggregateFunction Function { get; init; } = AggregateFunction.Average;

    /// <summary>How many points the course has, 2 to 500; 30 by default.</summary>
    public int Points { get; init; } = 30;

    internal override void Validate(List<string> errors, string path)
    {
        base.Validate(errors, path);
        OptionChecks.Range(errors, path + "points", Points, 2, 500);
    }
}
