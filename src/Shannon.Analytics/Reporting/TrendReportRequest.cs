using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting.Trends;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting;

/// <summary>Asks for a <see cref="TrendReport"/>. An open start of the range means as many periods as fit into <see cref="Duration"/>, the present one included.</summary>
public sealed record TrendReportRequest : RangeReportRequest
{
    /// <summary>The metrics, 1 to 64: names, categories, <c>name.measurement</c>, or derived figures such as <c>error_rate</c> and <c>cost</c>, which is priced as in the other reports where tokens came without one. Tokens, cost and response time by default.</summary>
    public IReadOnlyList<Selector> Metrics { get; init; } = [Selector.Of(FieldNames.TokenUsage), Selector.Parse(FieldNames.Cost), Selector.Of(FieldNames.ResponseTime)];

    /// <summary>How long a period is. Days by default.</summary>
    public TrendPeriod Period { get; init; } = TrendPeriod.Daily;

    /// <summary>How far back, positive; 30 days by default. Ignored if the range has a start.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Whether to look ahead. True by default.</summary>
    public bool IncludeForecast { get; init; } = true;

    /// <summary>How many periods to look ahead, 1 to 1,000; 7 by default.</summary>
    public int ForecastPeriods { get; init; } = 7;

    /// <summary>How exact the history must be. Exact by default; approximate answers come from rollups where they can, and reach back beyond retention.</summary>
    public QueryPrecision Precision { get; init; }

    internal override void Validate()
    {
        base.Validate();
        if (Metrics is null || Metrics.Count is < 1 or > 64 || Metrics.Contains(null!))
        {
            throw new ArgumentException(FormattableString.Invariant($"{Metrics?.Count ?? 0} metrics were given; 1 to 64 are allowed, none of them null."), nameof(Metrics));
        }

        ThrowIfUndefined([Period], nameof(Period));
        ThrowIfUndefined([Precision], nameof(Precision));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Duration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Duration, TimeSpan.FromDays(36_600));
        ArgumentOutOfRangeException.ThrowIfLessThan(ForecastPeriods, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ForecastPeriods, 1_000);
    }
}
