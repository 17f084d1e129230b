using System.Text.Json;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Reporting.Figures;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Reporting.Costs;

/// <summary>Makes a cost report in one pass over the records.</summary>
internal sealed class CostBuilder
{
    private readonly CostReportRequest _request;
    private readonly PriceBook _prices;
    private readonly UsagePricer _pricer;
    private readonly ToolCosts? _tools;
    private readonly BlockBuilder? _blocks;
    private readonly DayClock _days;
    private readonly Dictionary<CostDimension, UsageBreakdown> _breakdowns = [];
    private readonly Dictionary<(string Model, UnpricedReason? Reason), (long Requests, long Tokens)> _unpriced = [];
    private readonly Dictionary<string, decimal> _versions = new(StringComparer.Ordinal);
    private readonly DailyCosts _daily = new();
    private readonly UsageTally _total = new();

    internal CostBuilder(CostReportRequest request, PriceBook prices, CostMode mode)
    {
        _request = request;
        _prices = prices;
        _pricer = new UsagePricer(prices, mode, request.Reprice);
        _days = new DayClock(request.Zone);
        _blocks = request.IncludeBlocks ? new BlockBuilder() : null;
        foreach (CostDimension dimension in request.BreakdownBy)
        {
            _breakdowns[dimension] = new UsageBreakdown();
        }

        _tools = _breakdowns.TryGetValue(CostDimension.Tool, out UsageBreakdown? tools) ? new ToolCosts(tools) : null;
    }

    internal static string WordOf(CostDimension dimension) => JsonNamingPolicy.SnakeCaseLower.ConvertName(dimension.ToString());

    internal async Task<CostReport> BuildAsync(IMetricStore store, TimeRange range, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_tools is not null)
        {
            await _tools.ReadCallsAsync(store, _request.Filter, range, cancellationToken).ConfigureAwait(false);
        }

        var limits = new RateLimitFigures(store, _request.Filter, range);
        await UsageScanner.ScanAsync(store, _request.Filter, range, Take, cancellationToken).ConfigureAwait(false);
        return new CostReport
        {
            GeneratedAt = now,
            Range = range,
            Zone = _request.Zone,
            Total = _total.ToEntry("total", _total.Cost),
            PriceVersion = _prices.Version,
            PriceVersions = [.. _versions.OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => new PriceVersionCost(pair.Key, pair.Value))],
            Breakdown = _breakdowns.ToDictionary(
                static pair => WordOf(pair.Key),
                pair => pair.Key == CostDimension.Day ? pair.Value.ByName(_total.Cost) : pair.Value.DearestFirst(_total.Cost),
                StringComparer.Ordinal),
            Unpriced = [.. _unpriced.OrderByDescending(static pair => pair.Value.Tokens).ThenBy(static pair => pair.Key.Model, StringComparer.Ordinal).Select(static pair => new UnpricedUsage(pair.Key.Model, pair.Key.Reason, pair.Value.Requests, pair.Value.Tokens))],
            Projections = _request.IncludeProjections ? _daily.Project(range, _request.Zone) : null,
            Blocks = _blocks?.ToBlocks(now),
            RateLimits = await limits.ReadAsync(cancellationToken).ConfigureAwait(false),
        };
    }

    private void Take(UsageRow row)
    {
        PricedCost cost = _pricer.Price(row);
        _total.Add(row, cost);
        foreach (var (dimension, breakdown) in _breakdowns)
        {
            if (dimension != CostDimension.Tool)
            {
                breakdown.Of(NameOf(dimension, row)).Add(row, cost);
            }
        }

        _tools?.Add(row, cost);
        _blocks?.Add(row, cost);
        _daily.Add(row.Micros, cost.Amount ?? 0);
        if (cost.Amount is null)
        {
            var key = (row.Model ?? UsageEntry.Unknown, cost.Reason);
            var (requests, tokens) = _unpriced.GetValueOrDefault(key);
            _unpriced[key] = (requests + 1, tokens + row.TotalTokens);
        }
        else if (cost.Source == CostSource.Computed)
        {
            string version = cost.PriceVersion ?? UsageEntry.Unknown;
            _versions[version] = _versions.GetValueOrDefault(version) + cost.Amount.Value;
        }
    }

    private string? NameOf(CostDimension dimension, UsageRow row) => dimension switch
    {
        CostDimension.Model => row.Model,
        CostDimension.User => row.User,
        CostDimension.Project => row.Project,
        CostDimension.Session => row.Session,
        CostDimension.Branch => row.Branch,
        _ => _days.DayOf(row.Micros),
    };
}
