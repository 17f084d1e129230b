using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.CrashHost;

/// <summary>
/// Writes the golden database of a schema version: a small file with every kind of column, key, session, document, log and lease, which every
/// later version must open and read alike. Done once per version, when it is released; never again.
/// </summary>
internal static class GoldenCommand
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static async Task<int> RunAsync(string path)
    {
        if (File.Exists(path))
        {
            await Console.Error.WriteLineAsync("The file exists. A golden database is written once and never again; choose another path.");
            return Usage.WrongUsage;
        }

        await using (var store = new SqliteStore(path))
        {
            await store.InitializeAsync();
            await FillAsync(store);

            // Most of it in segments, own and shared; then what replaces and follows them in the journal.
            await store.SealAsync();
            await FillBehindAsync(store);
            await store.DropBeforeAsync(Start, keepRollups: true);
        }

        await using (var store = new SqliteStore(path))
        {
            await store.InitializeAsync();
            await File.WriteAllLinesAsync(Path.ChangeExtension(path, ".jsonl"), await DescribeAsync(store));
        }

        return 0;
    }

    /// <summary>All that a store holds, as text: what a golden database is compared by.</summary>
    internal static async Task<List<string>> DescribeAsync(SqliteStore store)
    {
        var lines = new List<string>();
        var calls = new StringBuilder();
        await foreach (MetricRecord record in new MetricsCollector(store).EnumerateMetricsAsync())
        {
            if (record.Category == MetricCategory.Api)
            {
                calls.Append(record.ToJson()).Append('\n');
            }
            else
            {
                lines.Add(record.ToJson());
            }
        }

        // Thousands of alike lines stand as their digest.
        lines.Add("calls " + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(calls.ToString()))));

        foreach (StateEntry entry in await store.ListStateAsync("alert"))
        {
            lines.Add($"state {entry.Kind} {entry.Id} {entry.Version} {entry.Value}");
        }

        foreach (StateLogEntry entry in await store.ReadLogAsync("audit", 0, 100))
        {
            lines.Add($"log {entry.Id} {entry.Log} {entry.Value}");
        }

        StoreDescription description = await store.DescribeAsync();
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"store {description.Records} records, {description.Sessions} sessions, {description.Oldest:O} to {description.Newest:O}"));
        if (description.RollupRecords > 0)
        {
            await AddRollupsAsync(store, lines);
        }

        lines.AddRange(description.Metrics.Select(metric => $"metric {metric.Key} {metric.Value}"));
        return lines;
    }

    private static async Task AddRollupsAsync(SqliteStore store, List<string> lines)
    {
        var query = new AggregateQuery { Functions = ["count", "sum", "std", "p50"], GroupBy = [GroupKey.Name], Bucket = TimeBucket.Hour, Range = new TimeRange(null, Start.AddTicks(-1)), Precision = QueryPrecision.Approximate };
        foreach (AggregateGroup group in (await store.AggregateAsync(query)).Groups)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"rollup {group.BucketStart:O} {group.Keys[0]} {string.Join(' ', group.Values.Select(value => value?.ToString("R", CultureInfo.InvariantCulture) ?? "none"))}"));
        }
    }

    private static async Task FillBehindAsync(SqliteStore store)
    {
        var collector = new MetricsCollector(store);
        await collector.CollectAsync(new TokenMetric { SessionId = "late", Timestamp = Start, PromptTokens = 151, CompletionTokens = 502, Cost = 0.5m, Key = new RecordKey("replaced", 3) });
        await collector.CollectAsync(new CustomMetric("behind", 1) { SessionId = "s-1", Timestamp = Start.AddSeconds(2) });
        await collector.CollectAsync(new CustomMetric("named", 1) { Timestamp = Start.AddSeconds(3), Key = new RecordKey("key"), Aliases = ["alias"], Merger = new KeepsTheFirst() });
    }

    private static async Task FillAsync(SqliteStore store)
    {
        var collector = new MetricsCollector(store);
        await collector.CollectBatchAsync(Enumerable.Range(0, 300).Select(i => new PerformanceMetric("faded", i % 100) { Timestamp = Start.AddMinutes(-1 - i), SessionId = "old-" + (i % 3), UserId = "grace" }));
        await collector.CollectAsync(new TokenMetric { SessionId = "late", Timestamp = Start, PromptTokens = 1, Key = new RecordKey("replaced", 1) });
        await collector.CollectAsync(new SessionMetric { SessionId = "late", Timestamp = Start.AddMinutes(1), UserId = "ada", Project = "/home/ada/プロジェクト", Model = "claude-opus-4-6" });
        await collector.CollectAsync(new TokenMetric { SessionId = "late", Timestamp = Start, PromptTokens = 150, CompletionTokens = 500, Cost = 0.000000001m, Key = new RecordKey("replaced", 2) });
        await collector.CollectAsync(new ErrorMetric("RateLimitError") { Message = "half a pair \uD800, emoji 🙂", Severity = ErrorSeverity.Warning, Timestamp = Start.AddYears(20) });
        await collector.CollectAsync(new AnalyticsEvent("prompt_execution") { Timestamp = DateTimeOffset.UnixEpoch, ["duration"] = -0.0, ["tokens"] = 1e300, ["nested"] = AttributeValue.FromJson("""{"a":[1,null]}""") });

        // One attribute of every kind in one block, and names beyond the columns that a block has.
        await collector.CollectBatchAsync(Enumerable.Range(0, 40).Select(i =>
        {
            var metric = new CustomMetric("wide", i * 0.001) { SessionId = "s-" + (i % 3), Timestamp = Start.AddSeconds(i), Attributes = { ["mixed"] = i % 3 == 0 ? i : i % 3 == 1 ? "text" : true } };
            metric.Attributes["rare_" + i] = "only here";
            metric.Measurements["extra_" + (i % 5)] = i;
            return metric;
        }));
        await collector.CollectBatchAsync(Enumerable.Range(0, 70).Select(i =>
        {
            var metric = new RawMetric(MetricCategory.Resource, "many") { Timestamp = Start.AddHours(i) };
            metric.Measurements["measure_" + i] = Math.Sqrt(i);
            return metric;
        }));

        // Large enough for a block of its own, with text worth compressing and more distinct texts than a dictionary keeps.
        await collector.CollectBatchAsync(Enumerable.Range(0, 5_000).Select(i => new ApiMetric
        {
            Timestamp = Start.AddMilliseconds(i),
            Endpoint = "/v1/messages",
            DurationMs = i % 7 * 12.5,
            StatusCode = 200 + (i % 3),
            Attributes = { ["request"] = "req_" + i.ToString("x8", CultureInfo.InvariantCulture) },
        }));
        await store.ApplyAsync([StateChange.Put("alert", "a-1", """{"name":"first"}"""), StateChange.Append("audit", "created a-1"), StateChange.Put("alert", "a-2", "{}")]);
        await store.ApplyAsync([StateChange.Put("alert", "a-1", """{"name":"changed"}""", expectedVersion: 1), StateChange.Delete("alert", "a-2"), StateChange.Append("audit", "changed a-1")]);
        await store.TryAcquireLeaseAsync("background", "golden", TimeSpan.FromMinutes(1));
    }
}
