using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting.Figures;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Summaries;

/// <summary>Who was there, and when.</summary>
internal sealed class OverviewFigures
{
    private static readonly TimeBucket Stretch = TimeBucket.Of(TimeSpan.FromMinutes(5));

    private readonly FigureQuery _owners;
    private readonly FigureQuery _stretches;
    private readonly FigureReader _reader;

    internal OverviewFigures(FigureReader reader)
    {
        _reader = reader;
        _owners = reader.Add(Selector.All, [AggregateFunction.Count], GroupKey.Session, GroupKey.User, GroupKey.Project);
        _stretches = reader.Add(reader.Query(Selector.All, [AggregateFunction.Count]) with { Bucket = Stretch });
    }

    internal OverviewSection ToSection(UsageEntry usage, PerformanceFigures performance, ErrorFigures errors) => new()
    {
        TotalSessions = Different(0),
        TotalUsers = Different(1),
        TotalProjects = Different(2),
        TotalPrompts = performance.Prompts,
        TotalRequests = usage.Requests,
        TotalTokens = usage.Tokens,
        TotalCost = usage.Cost,
        UnpricedTokens = usage.UnpricedTokens,
        TotalErrors = errors.Total,
        ActiveSeconds = _stretches.Groups.Count * Stretch.Width.TotalSeconds,
        ResponseSeconds = performance.TotalSeconds,
        FirstActivity = _stretches.Groups.Count == 0 ? null : Within(_stretches.Groups[0].BucketStart!.Value),
        LastActivity = _stretches.Groups.Count == 0 ? null : Within(_stretches.Groups[^1].BucketStart!.Value + Stretch.Width),
    };

    private DateTimeOffset Within(DateTimeOffset time) => time < _reader.Range.Start ? _reader.Range.Start.Value : time > _reader.Range.End ? _reader.Range.End.Value : time;

    private int Different(int key) => _owners.Groups.Select(group => group.Keys[key]).Where(static name => name is not null).Distinct(StringComparer.Ordinal).Count();
}
