using Shannon.Analytics;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;

// Takes every path that reflection could break: the store and its catalogue, state documents, logs, leases, JSON, prices.
string path = args[0];
await using (var store = new SqliteStore(path))
{
    await using var engine = new AnalyticsEngine(store);
    await engine.InitializeAsync();
    await engine.TrackEventAsync(new AnalyticsEvent("prompt_execution") { SessionId = "s-1", ["duration"] = 1.5, ["tool"] = "Edit" });
    await engine.Collector.CollectBatchAsync([new TokenMetric { SessionId = "s-1", PromptTokens = 150, CompletionTokens = 500, Cost = 0.0065m }]);
    engine.Collector.TryCollect((PerformanceMetric)MetricJson.Parse("""{"type":"response_time","value":850,"unit":"ms"}"""));
    await engine.FlushAsync();

    bool applied = await store.ApplyAsync([StateChange.Put("alert", "a-1", "{}", expectedVersion: 0), StateChange.Append("audit", "created")]);
    StateEntry? entry = await store.GetStateAsync("alert", "a-1");
    IReadOnlyList<StateLogEntry> log = await store.ReadLogAsync("audit", 0, 10);
    StateLease? lease = await store.TryAcquireLeaseAsync("background", "me", TimeSpan.FromMinutes(1));
    Console.WriteLine(FormattableString.Invariant($"state {applied} {entry?.Version} {log.Count} {lease?.Epoch}"));

    StoreDescription description = await store.DescribeAsync();
    Console.WriteLine(FormattableString.Invariant($"records {description.Records} metrics {description.Metrics.Count}"));
}

await using (AnalyticsEngine engine = await AnalyticsEngine.OpenAsync(path))
{
    await foreach (MetricRecord record in engine.Collector.EnumerateMetricsAsync(new MetricQuery { SessionId = "s-1" }))
    {
        Console.WriteLine(FormattableString.Invariant($"{record.Name} {record.Cost} {record.Attributes.Count}"));
    }
}

var calculator = new CostCalculator(PriceBook.Default);
PricedCost cost = calculator.Calculate("claude-opus-4-6", new TokenCounts { Input = 1_000_000 }, DateTimeOffset.UnixEpoch);
Console.WriteLine(FormattableString.Invariant($"price {cost.Amount}"));
