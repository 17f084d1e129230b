using System.Globalization;
using System.Text.Json;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Samples;

/// <summary>Real transcripts of others, where they are at hand: their totals and costs, whatever way they come in.</summary>
public sealed class ClaudeUsageSharedDataTests : IDisposable
{
    private static readonly string[] Counts = ["requests", "input", "output", "cache_creation", "cache_read", "cache_5m", "cache_1h"];

    /// <summary>Published rates in dollars per million: input, output, 5m, 1h, read. No prompt in the data reaches a length tier.</summary>
    private static readonly Dictionary<string, decimal[]> Rates = new(StringComparer.Ordinal)
    {
        ["claude-opus-4-6"] = [5m, 25m, 6.25m, 10m, 0.5m],
        ["claude-sonnet-4-5-20250929"] = [3m, 15m, 3.75m, 6m, 0.3m],
        ["claude-haiku-4-5-20251001"] = [1m, 5m, 1.25m, 2m, 0.1m],
        ["claude-sonnet-4-20250514"] = [3m, 15m, 3.75m, 6m, 0.3m],
    };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("spotter")]
    [InlineData("claude-code-viewer")]
    public async Task Run_RealTranscripts_GivesTheTrueTotalsAgainAndAgain(string set)
    {
        string path = Path.Combine(Transcripts(), set);

        AssertExpected(set, await UsageRun.JsonAsync(_folder, path));
        JsonElement again = await UsageRun.JsonAsync(_folder, path);
        AssertExpected(set, again);
        Assert.Equal(0, again.GetProperty("import").GetProperty("bytes_read").GetInt64());
    }

    [Theory]
    [InlineData("spotter")]
    [InlineData("claude-code-viewer")]
    public async Task Run_RealTranscriptsInRandomOrders_GivesTheTrueTotals(string set)
    {
        string path = Path.Combine(Transcripts(), set);
        string[] files = [.. Directory.GetFiles(path, "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        List<string>? figures = null;
        for (int seed = 1; seed <= 10; seed++)
        {
            new Random(seed).Shuffle(files);
            string database = _folder.File($"{seed}.db");

            // Half of the files first, one by one; then all at once.
            foreach (string file in files.Take(files.Length / 2))
            {
                await UsageRun.JsonAsync(_folder, file, "--database", database);
            }

            JsonElement report = await UsageRun.JsonAsync(_folder, path, "--database", database);
            AssertExpected(set, report);
            Assert.Equal(figures ??= UsageRun.Figures(report), UsageRun.Figures(report));
        }
    }

    [Fact]
    public async Task Run_BothSetsInOneDatabase_PathsLimitTheOutput()
    {
        string spotter = Path.Combine(Transcripts(), "spotter"), viewer = Path.Combine(Transcripts(), "claude-code-viewer");
        await UsageRun.JsonAsync(_folder, spotter, viewer);

        AssertExpected("spotter", await UsageRun.JsonAsync(_folder, spotter));
        AssertExpected("claude-code-viewer", await UsageRun.JsonAsync(_folder, viewer));
    }

    private static void AssertExpected(string set, JsonElement report)
    {
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Transcripts(), "expected_totals.json")));
        JsonElement models = expected.RootElement.GetProperty(set);
        Assert.Equal(models.EnumerateObject().Select(model => model.Name).Order(StringComparer.Ordinal), report.GetProperty("models").EnumerateObject().Select(model => model.Name).Order(StringComparer.Ordinal));
        foreach (JsonProperty model in models.EnumerateObject())
        {
            JsonElement actual = report.GetProperty("models").GetProperty(model.Name);
            Assert.Equal(Counts.Select(field => model.Value.GetProperty(field).GetInt64()), Counts.Select(field => actual.GetProperty(field).GetInt64()));
            Assert.Equal(Cost(model.Name, model.Value), decimal.Parse(actual.GetProperty("cost").GetRawText(), CultureInfo.InvariantCulture));
        }
    }

    private static decimal Cost(string model, JsonElement totals)
    {
        decimal[] rates = Rates[model];
        string[] fields = ["input", "output", "cache_5m", "cache_1h", "cache_read"];
        return fields.Select((field, i) => totals.GetProperty(field).GetInt64() * rates[i] / 1_000_000m).Sum();
    }

    /// <summary>The folder SHANNON_DATA names, else ../shared/data beside the repository.</summary>
    private static string Transcripts()
    {
        string? data = Environment.GetEnvironmentVariable("SHANNON_DATA");
        if (data is null)
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Shannon.Analytics.sln")))
            {
                folder = folder.Parent;
            }

            data = folder?.Parent is { } parent ? Path.Combine(parent.FullName, "shared", "data") : string.Empty;
        }

        string transcripts = Path.Combine(data, "transcripts");
        Assert.SkipUnless(File.Exists(Path.Combine(transcripts, "expected_totals.json")), "The shared transcripts are not here: neither in ../shared/data nor where SHANNON_DATA says.");
        return transcripts;
    }
}
