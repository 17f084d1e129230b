using System.Text.Json;
using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting.Figures;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Comparisons;

/// <summary>Makes a comparison: the queries about both periods are answered together, then differences are tested.</summary>
internal sealed class ComparisonBuilder(IMetricStore store, UsagePricer pricer)
{
    private const double Level = 0.05;
    private const double Confidence = 0.95;
    private const ulong Seed = 0x5EED;

    // Beyond, medians would take long and differ significantly by nothing that matters.
    private const int MostResponses = 500_000;

    internal static string WordOf(ComparisonMetric metric) => JsonNamingPolicy.SnakeCaseLower.ConvertName(metric.ToString());

    internal async Task<ComparisonReport> BuildAsync(ComparisonReportRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        TimeRange first = Apart(request.Period1, request.Period2);
        TimeBucket stretch = StretchFor(first, request.Period2) with { Zone = request.Zone };
        var reader = new FigureReader(store, request.Filter, first);
        var before = new PeriodReader(reader, stretch);
        var after = new PeriodReader(reader.Over(request.Period2), stretch);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        foreach (PeriodReader period in new[] { before, after })
        {
            period.AddUp();
            if (period.HasUnpriced)
            {
                await UsageScanner.ScanAsync(store, request.Filter, period.Range, row => Price(period, row), cancellationToken).ConfigureAwait(false);
            }
        }

        PeriodFigures one = before.ToFigures();
        PeriodFigures two = after.ToFigures();
        var changes = new List<ComparisonChange>();
        foreach (ComparisonMetric metric in request.Metrics.Distinct())
        {
            ComparisonChange change = Difference(metric, one, two);
            changes.Add(metric == ComparisonMetric.Performance
                ? await WithRanksAsync(change, request, before, after, cancellationToken).ConfigureAwait(false)
                : change with { PValue = AmountTest.PValue(before.Stretches(metric), after.Stretches(metric)) });
        }

        return new ComparisonReport
        {
            GeneratedAt = now,
            Range = new TimeRange(Min(first.Start!.Value, request.Period2.Start!.Value), Max(first.End!.Value, request.Period2.End!.Value)),
            Period1 = one,
            Period2 = two,
            Changes = WithSignificance(changes).ToDictionary(static change => WordOf(change.Metric), StringComparer.Ordinal),
            Entries = EntryChanges.Of(before, after, one.Days, two.Days),
        };
    }

    internal static ChangeDirection DirectionOf(double before, double after) =>
        before == after ? ChangeDirection.Unchanged
        : before == 0 ? ChangeDirection.New
        : after == 0 ? ChangeDirection.Gone
        : after > before ? ChangeDirection.Up : ChangeDirection.Down;

    // A moment that both periods name belongs to the later one.
    private static TimeRange Apart(TimeRange first, TimeRange second) =>
        first.End == second.Start && first.Start < first.End ? new TimeRange(first.Start, first.End!.Value.AddTicks(-10)) : first;

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    // So that even the shorter period has some stretches.
    private static TimeBucket StretchFor(TimeRange first, TimeRange second)
    {
        TimeSpan shorter = new[] { first, second }.Min(static period => period.End!.Value - period.Start!.Value);
        TimeSpan longer = new[] { first, second }.Max(static period => period.End!.Value - period.Start!.Value);
        return shorter >= TimeSpan.FromDays(7) ? TimeBucket.Day
            : shorter >= TimeSpan.FromHours(8) && longer <= TimeSpan.FromDays(400) ? TimeBucket.Hour
            : longer <= TimeSpan.FromDays(30) ? TimeBucket.Of(TimeSpan.FromMinutes(5))
            : TimeBucket.Day;
    }

    private void Price(PeriodReader period, UsageRow row)
    {
        if (row is { IsUsage: true, Cost: null })
        {
            period.AddCost(row, pricer.Price(row));
        }
    }

    private static ComparisonChange Difference(ComparisonMetric metric, PeriodFigures one, PeriodFigures two)
    {
        double? before = ValueOf(metric, one);
        double? after = ValueOf(metric, two);
        var change = new ComparisonChange
        {
            Metric = metric,
            Before = before,
            After = after,
            Absolute = (after ?? 0) - (before ?? 0),
            Relative = Relative(before ?? 0, after ?? 0),
            Direction = DirectionOf(before ?? 0, after ?? 0),
        };
        if (metric == ComparisonMetric.Performance || one.Days <= 0 || two.Days <= 0)
        {
            return change;
        }

        double perDayBefore = (before ?? 0) / one.Days;
        double perDayAfter = (after ?? 0) / two.Days;
        return change with { PerDayBefore = perDayBefore, PerDayAfter = perDayAfter, RelativePerDay = Relative(perDayBefore, perDayAfter) };
    }

    private static double? Relative(double before, double after) => Change.Of(before, after).Ratio - 1;

    private static double? ValueOf(ComparisonMetric metric, PeriodFigures figures) => metric switch
    {
        ComparisonMetric.Sessions => figures.Sessions,
        ComparisonMetric.Prompts => figures.Prompts,
        ComparisonMetric.Tokens => figures.Tokens,
        ComparisonMetric.Cost => (double)figures.Cost,
        ComparisonMetric.Errors => figures.Errors,
        _ => figures.AverageResponseTime,
    };

    private async Task<ComparisonChange> WithRanksAsync(ComparisonChange change, ComparisonReportRequest request, PeriodReader before, PeriodReader after, CancellationToken cancellationToken)
    {
        if (before.Prompts is 0 or > MostResponses || after.Prompts is 0 or > MostResponses)
        {
            return change;
        }

        double[] first = await ReadAsync(before.Range).ConfigureAwait(false);
        double[] second = await ReadAsync(after.Range).ConfigureAwait(false);
        MannWhitneyTest test = MannWhitneyTest.Of(second, first);
        Array.Sort(first);
        Array.Sort(second);
        var interval = QuantileBootstrap.DifferenceInterval(first, second, 0.5, Confidence, QuantileBootstrap.DefaultReplicates, Seed, cancellationToken);
        return change with { PValue = test.PValue, EffectSize = test.CliffsDelta, MedianChangeLower = interval?.Lower, MedianChangeUpper = interval?.Upper };

        async Task<double[]> ReadAsync(TimeRange range)
        {
            Selector responseTime = Selector.Of(FieldNames.ResponseTime);
            Series series = await store.ReadSeriesAsync(
                request.Filter.Apply(new SeriesQuery { Selector = responseTime, OrSelectors = ValueSources.BesideOf(responseTime), Range = range, IsLent = true }), cancellationToken).ConfigureAwait(false);
            double[] values = series.Values.ToArray();
            series.Return();
            return values;
        }
    }

    // Holm (1979): the smallest p-value must pass the strictest level, the next one a level for one metric fewer, until one fails.
    private static List<ComparisonChange> WithSignificance(List<ComparisonChange> changes)
    {
        int left = changes.Count(static change => change.PValue is not null);
        bool passing = true;
        foreach (ComparisonChange change in changes.Where(static change => change.PValue is not null).OrderBy(static change => change.PValue).ToArray())
        {
            passing = passing && change.PValue <= Level / left--;
            changes[changes.IndexOf(change)] = change with { IsSignificant = passing };
        }

        return changes;
    }
}
