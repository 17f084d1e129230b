using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Reporting.Figures;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Reporting.Summaries;

/// <summary>Makes a summary: each section puts its queries, all are answered together, then each section reads its answers.</summary>
internal sealed class SummaryBuilder(IMetricStore store, UsagePricer pricer, PriceBook prices)
{
    internal async Task<SummaryReport> BuildAsync(SummaryReportRequest request, TimeRange range, DateTimeOffset now, CancellationToken cancellationToken)
    {
        bool Wants(SummarySection section) => request.Sections.Contains(section);
        var reader = new FigureReader(store, request.Filter, range);

        // Advice and the overview rest on usage as well.
        bool usageIsRead = Wants(SummarySection.Usage) || Wants(SummarySection.Overview) || Wants(SummarySection.Recommendations) || Wants(SummarySection.Performance);
        UsageFigures? usage = usageIsRead ? new UsageFigures(reader, all: Wants(SummarySection.Usage) || Wants(SummarySection.Recommendations)) : null;
        OverviewFigures? overview = Wants(SummarySection.Overview) ? new OverviewFigures(reader) : null;
        PerformanceFigures? performance = Wants(SummarySection.Performance) || overview is not null ? new PerformanceFigures(reader) : null;
        ErrorFigures? errors = Wants(SummarySection.Errors) || Wants(SummarySection.Recommendations) || overview is not null ? new ErrorFigures(reader) : null;
        ToolFigures? tools = Wants(SummarySection.Usage) || Wants(SummarySection.Recommendations) || Wants(SummarySection.Errors) ? new ToolFigures(reader) : null;
        SummaryTrends? trends = Wants(SummarySection.Trends) ? new SummaryTrends(reader, request.Zone) : null;
        AdviceFigures? advice = Wants(SummarySection.Recommendations) ? new AdviceFigures(reader) : null;
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);

        usage?.Add(tools);
        if (usage?.HasUnpriced == true || trends?.HasUnpriced == true)
        {
            await PriceAsync(request, range, usage, trends, cancellationToken).ConfigureAwait(false);
        }

        UsageSection? usageSection = usage?.ToSection(tools);
        ErrorSection? errorSection = errors?.ToSection(tools);
        return new SummaryReport
        {
            GeneratedAt = now,
            Range = range,
            Overview = overview?.ToSection(usageSection!.Total, performance!, errors!),
            Performance = Wants(SummarySection.Performance)
                ? performance!.ToSection(usageSection!.Total) with { SlowestPrompts = await SlowestPrompts.ReadAsync(store, request.Filter, range, performance!.Prompts, cancellationToken).ConfigureAwait(false) }
                : null,
            Usage = Wants(SummarySection.Usage) ? usageSection : null,
            Errors = Wants(SummarySection.Errors) ? errorSection : null,
            Trends = trends?.Analyze(cancellationToken),
            Recommendations = advice?.Evaluate(usageSection!, errorSection!, prices, range.End!.Value),
        };
    }

    // Records of tokens that came without a cost: theirs is computed one by one, since prices depend on the length of each prompt.
    private Task PriceAsync(SummaryReportRequest request, TimeRange range, UsageFigures? usage, SummaryTrends? trends, CancellationToken cancellationToken) =>
        UsageScanner.ScanAsync(
            store,
            request.Filter,
            range,
            row =>
            {
                if (row is { IsUsage: true, Cost: null })
                {
                    PricedCost cost = pricer.Price(row);
                    usage?.AddCost(row, cost);
                    trends?.AddCost(row, cost);
                }
            },
            cancellationToken);
}
