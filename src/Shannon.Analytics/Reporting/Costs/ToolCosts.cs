using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Reporting.Figures;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Costs;

/// <summary>
/// Divides the cost of responses among the tools that they called: calls name the response by its message id; a record of cost may also name a tool itself.
/// </summary>
internal sealed class ToolCosts(UsageBreakdown breakdown)
{
    private const string NoTool = "no tool";
    private const decimal PerDollar = 1_000_000_000m;

    private readonly Dictionary<string, List<string>> _calls = new(StringComparer.Ordinal);
    private readonly UsageRow _part = new();

    internal async Task ReadCallsAsync(IMetricStore store, MetricFilter filter, TimeRange range, CancellationToken cancellationToken)
    {
        var query = filter.Apply(new ScanQuery
        {
            Selector = Selector.OfCategory(MetricCategory.Tool),
            Range = range,
            MeasurementNames = [],
            AttributeNames = [FieldNames.ToolName, FieldNames.MessageId],
        });
        await foreach (ScanBatch batch in store.ScanAsync(query, cancellationToken).ConfigureAwait(false))
        {
            AttributeColumn? names = batch.Attributes.FirstOrDefault(static column => string.Equals(column.Name, FieldNames.ToolName, StringComparison.Ordinal));
            AttributeColumn? messages = batch.Attributes.FirstOrDefault(static column => string.Equals(column.Name, FieldNames.MessageId, StringComparison.Ordinal));
            for (int i = 0; messages is not null && names is not null && i < batch.Count; i++)
            {
                if (messages.At(i).Text is { } message && names.At(i).Text is { } name)
                {
                    if (!_calls.TryGetValue(message, out List<string>? calls))
                    {
                        _calls[message] = calls = new List<string>(1);
                    }

                    calls.Add(name);
                }
            }
        }
    }

    internal void Add(UsageRow row, PricedCost cost)
    {
        if (row.Tool is { } tool)
        {
            breakdown.Of(tool).Add(row, cost);
        }
        else if (row.Message is not { } message || !_calls.TryGetValue(message, out List<string>? calls))
        {
            breakdown.Of(NoTool).Add(row, cost);
        }
        else if (calls.Count == 1)
        {
            breakdown.Of(calls[0]).Add(row, cost);
        }
        else
        {
            Divide(row, cost, calls);
        }
    }

    // Whole tokens and whole nano-dollars; what is left over goes to the first calls.
    private void Divide(UsageRow row, PricedCost cost, List<string> calls)
    {
        decimal nanos = (cost.Amount ?? 0) * PerDollar;
        for (int i = 0; i < calls.Count; i++)
        {
            _part.IsUsage = row.IsUsage && calls.IndexOf(calls[i]) == i;
            _part.TotalTokens = Part(row.TotalTokens, i, calls.Count);
            _part.Tokens = new TokenCounts
            {
                Input = Part(row.Tokens.Input, i, calls.Count),
                Output = Part(row.Tokens.Output, i, calls.Count),
                CacheRead = Part(row.Tokens.CacheRead, i, calls.Count),
                CacheWrite5m = Part(row.Tokens.CacheWrite5m, i, calls.Count),
                CacheWrite1h = Part(row.Tokens.CacheWrite1h, i, calls.Count),
            };
            decimal share = decimal.Floor(nanos / calls.Count);
            share += i < nanos - (share * calls.Count) ? 1 : 0;
            breakdown.Of(calls[i]).Add(_part, cost with { Amount = cost.Amount is null ? null : share / PerDollar });
        }
    }

    private static long Part(long whole, int index, int parts) => (whole / parts) + (index < whole % parts ? 1 : 0);
}
