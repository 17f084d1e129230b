using System.Text.Json;
using ClaudeUsage;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Samples;

/// <summary>The reports of the sample: files where it says they are, with the figures of its tables.</summary>
public sealed class ClaudeUsageReportTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_Report_WritesTheFileItNamesWithTheFiguresOfTheTables()
    {
        string file = _folder.File("reports/usage.json");

        UsageRun run = await UsageRun.OfAsync(_folder, "--demo", "--report", "json", "-o", file);

        Assert.Equal((ExitCodes.Success, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains(file, run.Out, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        JsonElement totals = (await UsageRun.JsonAsync(_folder, "--demo")).GetProperty("totals");
        JsonElement overview = report.RootElement.GetProperty("overview");
        Assert.Equal(totals.GetProperty("cost").GetDecimal(), overview.GetProperty("total_cost").GetDecimal());
        Assert.Equal(totals.GetProperty("requests").GetInt64(), overview.GetProperty("total_requests").GetInt64());
        Assert.Equal(2087, overview.GetProperty("unpriced_tokens").GetInt64());
    }

    [Fact]
    public async Task Run_ReportTwice_ReplacesTheFile()
    {
        string file = _folder.File("usage.md");
        await UsageRun.OfAsync(_folder, "--demo", "--report", "md", "-o", file);

        UsageRun second = await UsageRun.OfAsync(_folder, "--demo", "--report", "md", "--blocks", "-o", file);

        Assert.Equal(ExitCodes.Success, second.ExitCode);
        Assert.Contains("Billing blocks", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Blocks_PrintsThem()
    {
        UsageRun run = await UsageRun.OfAsync(_folder, "--demo", "--blocks", "--no-color");

        Assert.Equal((ExitCodes.Success, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains("Block (UTC)", run.Out, StringComparison.Ordinal);
        Assert.Contains("Tokens/min", run.Out, StringComparison.Ordinal);
        Assert.Contains("over", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Compare_PrintsBothPeriods()
    {
        UsageRun run = await UsageRun.OfAsync(_folder, "--demo", "--compare", "--since", "2026-09-01", "--until", "2026-09-15", "--no-color");

        Assert.Equal((ExitCodes.Success, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains("2026-09-01 00:00 to 2026-09-15 23:59 against 2026-08-17 00:00 to", run.Out, StringComparison.Ordinal);
        Assert.Contains("More than chance", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ReportOnPublishedTranscripts_HasTheExpectedTotals()
    {
        string file = _folder.File("usage.json");
        string expectedFile = SharedData.File("transcripts", "expected_totals.json");

        await UsageRun.OfAsync(_folder, Path.GetDirectoryName(expectedFile)!, "--report", "json", "-o", file);

        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(expectedFile, TestContext.Current.CancellationToken));
        Dictionary<string, JsonElement> models = report.RootElement.GetProperty("usage").GetProperty("models").EnumerateArray().ToDictionary(model => model.GetProperty("name").GetString()!);
        JsonProperty[] all = [.. expected.RootElement.EnumerateObject().SelectMany(source => source.Value.EnumerateObject())];
        Assert.Equal(all.Length, models.Count);
        Assert.All(all, model =>
        {
            Assert.Equal(Number(model.Value, "requests"), Number(models[model.Name], "requests"));
            Assert.Equal(Number(model.Value, "input"), Number(models[model.Name], "input_tokens"));
            Assert.Equal(Number(model.Value, "output"), Number(models[model.Name], "output_tokens"));
            Assert.Equal(Number(model.Value, "cache_read"), Number(models[model.Name], "cache_read_tokens"));
            Assert.Equal(Number(model.Value, "cache_creation"), Number(models[model.Name], "cache_write_tokens"));
        });
    }

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
