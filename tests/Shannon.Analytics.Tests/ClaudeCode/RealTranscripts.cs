using System.Text.Json;
using System.Text.Json.Serialization;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Tests.ClaudeCode;

/// <summary>Real transcripts of others, where they are present: <c>SHANNON_DATA</c>, else <c>../shared/data</c> beside the repository.</summary>
internal static class RealTranscripts
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    internal static string Folder(string set)
    {
        string? data = Environment.GetEnvironmentVariable("SHANNON_DATA") ?? Search();
        string folder = Path.Combine(data ?? string.Empty, "transcripts", set);
        Assert.SkipUnless(data is not null && Directory.Exists(folder), "The real transcripts are not on this machine; set SHANNON_DATA to the folder that holds 'transcripts'.");
        return folder;
    }

    internal static IReadOnlyDictionary<string, Totals> Expected(string set)
    {
        string file = Path.Combine(Folder(set), "..", "expected_totals.json");
        var all = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, Totals>>>(File.ReadAllText(file), SnakeCase)!;
        return all[set];
    }

    internal static Dictionary<string, Totals> TotalsOf(IEnumerable<MetricRecord> records) =>
        records.Where(record => record.Name == TranscriptMetricNames.TokenUsage).GroupBy(record => record.Model!).ToDictionary(group => group.Key, group => new Totals
        {
            Requests = group.Count(),
            Input = Sum(group, "prompt_tokens"),
            Output = Sum(group, "completion_tokens"),
            CacheCreation = Sum(group, "cache_creation_tokens"),
            CacheRead = Sum(group, "cache_read_tokens"),
            Cache5m = Sum(group, "cache_creation_5m_tokens"),
            Cache1h = Sum(group, "cache_creation_1h_tokens"),
        });

    private static long Sum(IEnumerable<MetricRecord> records, string measurement) => records.Sum(record => (long)record.Measurements[measurement]);

    private static string? Search()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Shannon.Analytics.sln")))
            {
                string data = Path.Combine(folder.FullName, "..", "shared", "data");
                return Directory.Exists(data) ? data : null;
            }
        }

        return null;
    }

    /// <summary>The figures of one model in the file of expected totals.</summary>
    internal sealed record Totals
    {
        public long Requests { get; init; }

        public long Input { get; init; }

        public long Output { get; init; }

        public long CacheCreation { get; init; }

        public long CacheRead { get; init; }

        [JsonPropertyName("cache_5m")]
        public long Cache5m { get; init; }

        [JsonPropertyName("cache_1h")]
        public long Cache1h { get; init; }
    }
}
