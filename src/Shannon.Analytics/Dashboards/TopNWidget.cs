using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Dashboards;

/// <summary>The greatest of a metric by what records carry. Gives <see cref="TopNData"/>.</summary>
public sealed record TopNWidget : DashboardWidget
{
    /// <inheritdoc/>
    public override string Type => "top_n";

    /// <summary>What is ranked; sessions by default.</summary>
    public GroupKey GroupBy { get; init; } = GroupKey.Session;

    /// <summary>What it is ranked by, of a plain metric; the sum by default.</summary>
    public AggregateFunction Function { get; init; } = AggregateFunction.Sum;

    /// <summary>How many places there are, 1 to 1,000; 10 by default.</summary>
    public int Limit { get; init; } = 10;

    internal override void Validate(List<string> errors, string path)
    {
        base.Validate(errors, path);
        OptionChecks.Range(errors, path + "limit", Limit, 1, 1_000);
    }
}
