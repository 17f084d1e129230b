using System.Text.Json;
using ClaudeUsage;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Samples;

/// <summary>The demo set holds every hard case; demo_expected.json its totals, worked out by hand in the README beside the set.</summary>
public sealed class ClaudeUsageDemoTests : IDisposable
{
    private const string Session = "0000000-0000-4000-8000-000000000000.jsonl";

    private static readonly List<string> Expected = ReadExpected();

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_Demo_GivesTheHandComputedTotals()
    {
        JsonElement report = await UsageRun.JsonAsync(_folder, "--demo");

        Assert.Equal(Expected, UsageRun.Figures(report));
        Assert.Equal(2, report.GetProperty("skipped").GetProperty("malformed_lines").GetInt64());
        Assert.Equal("""{"moon-phase":1}""", JsonSerializer.Serialize(report.GetProperty("skipped").GetProperty("unknown_lines")));
        Assert.Equal(2087, report.GetProperty("unpriced").GetProperty("claude-quill-9-20261001").GetProperty("tokens").GetInt64());
    }

    [Fact]
    public async Task Run_Twice_SecondRunReadsNothingAndGivesTheSame()
    {
        await UsageRun.JsonAsync(_folder, "--demo", "--database", Database);
        JsonElement second = await UsageRun.JsonAsync(_folder, "--demo", "--database", Database);

        Assert.Equal(Expected, UsageRun.Figures(second));
        Assert.Equal(0, second.GetProperty("import").GetProperty("bytes_read").GetInt64());
        Assert.Equal(9, second.GetProperty("import").GetProperty("files_unchanged").GetInt64());
    }

    [Fact]
    public async Task Run_CopyOfTheFolder_GivesTheSameAloneAndBesideTheOriginal()
    {
        string copy = _folder.File("copy");
        Copy(SomeUsage.DemoFolder, copy);

        Assert.Equal(Expected, UsageRun.Figures(await UsageRun.JsonAsync(_folder, SomeUsage.DemoFolder, "--database", Database)));
        Assert.Equal(Expected, UsageRun.Figures(await UsageRun.JsonAsync(_folder, copy, "--database", Database)));
        Assert.Equal(Expected, UsageRun.Figures(await UsageRun.JsonAsync(_folder, SomeUsage.DemoFolder, copy, "--database", Database)));
        Assert.Equal(Expected, UsageRun.Figures(await UsageRun.JsonAsync(_folder, copy)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public async Task Run_FilesOneByOneInAnyOrder_GivesTheSame(int seed)
    {
        string[] files = Files();
        new Random(seed).Shuffle(files);
        foreach (string file in files)
        {
            await UsageRun.JsonAsync(_folder, file, "--database", Database);
        }

        Assert.Equal(Expected, UsageRun.Figures(await UsageRun.JsonAsync(_folder, [.. files, "--database", Database])));
        Assert.Equal(Expected, UsageRun.Figures(await UsageRun.JsonAsync(_folder, SomeUsage.DemoFolder, "--database", Database)));
    }

    [Fact]
    public async Task Run_HalfTheFilesFirst_GivesTheSame()
    {
        string[] files = Files();
        await UsageRun.JsonAsync(_folder, [.. files.Where((_, i) => i % 2 == 0), "--database", Database]);

        Assert.Equal(Expected, UsageRun.Figures(await UsageRun.JsonAsync(_folder, SomeUsage.DemoFolder, "--database", Database)));
    }

    [Fact]
    public async Task Run_FilesThatGrow_GiveTheSame()
    {
        string growing = _folder.File("growing");
        Copy(SomeUsage.DemoFolder, growing);
        string[] files = Directory.GetFiles(growing, "*.jsonl", SearchOption.AllDirectories);
        Dictionary<string, byte[]> whole = files.ToDictionary(file => file, File.ReadAllBytes, StringComparer.Ordinal);

        // Cut anywhere, in the middle of lines and characters too, as a file looks while it is being written.
        for (int part = 1; part <= 5; part++)
        {
            foreach (string file in files)
            {
                File.WriteAllBytes(file, whole[file].AsSpan(0, whole[file].Length * part / 5));
            }

            await UsageRun.JsonAsync(_folder, growing, "--database", Database);
        }

        Assert.Equal(Expected, UsageRun.Figures(await UsageRun.JsonAsync(_folder, growing, "--database", Database)));
    }

    [Theory]
    [InlineData("--until", "2026-08-31", 11, "2026-08-31")]
    [InlineData("--since", "2026-09-01", 14, "2026-09-15")]
    [InlineData("--since", "2026-08-31T23:59:59.999Z", 15, "2026-09-15")]
    [InlineData("--until", "2026-08-31T23:59:59.998Z", 10, "2025-11-20")]
    [InlineData("--since", "2027-01-01", 0, null)]
    public async Task Run_SinceAndUntil_IncludeTheirEdges(string option, string value, int requests, string? lastDay)
    {
        JsonElement report = await UsageRun.JsonAsync(_folder, "--demo", option, value);

        Assert.Equal(requests, report.GetProperty("totals").GetProperty("requests").GetInt64());
        Assert.Equal(lastDay, report.GetProperty("days").EnumerateObject().LastOrDefault() is { Value.ValueKind: JsonValueKind.Object } last ? last.Name : null);
    }

    [Fact]
    public async Task Run_SinceAndUntilOfOneDay_GivesThatDay()
    {
        JsonElement report = await UsageRun.JsonAsync(_folder, "--demo", "--since", "2026-09-14", "--until", "2026-09-14", "--by", "day");

        Assert.Equal(Expected.Where(line => line.StartsWith("days 2026-09-14", StringComparison.Ordinal)), UsageRun.Figures(report).Where(line => line.StartsWith("days", StringComparison.Ordinal)));
        Assert.Equal("0.2495005", report.GetProperty("totals").GetProperty("cost").GetRawText());
    }

    [Theory]
    [InlineData("day", "days")]
    [InlineData("model", "models")]
    [InlineData("project", "projects")]
    [InlineData("session", "sessions")]
    public async Task Run_By_GivesThatSectionAlone(string by, string section)
    {
        JsonElement report = await UsageRun.JsonAsync(_folder, "--demo", "--by", by);

        Assert.Equal(
            Expected.Where(line => line.StartsWith("totals", StringComparison.Ordinal) || line.StartsWith(section, StringComparison.Ordinal)),
            UsageRun.Figures(report));
    }

    [Fact]
    public async Task Run_PathBesideAFullerDatabase_ShowsThePathOnly()
    {
        await UsageRun.JsonAsync(_folder, "--demo", "--database", Database);

        JsonElement shop = await UsageRun.JsonAsync(_folder, Project("legacy-shop"), "--database", Database);
        Assert.Equal(Expected.Where(line => line.Contains("legacy-shop", StringComparison.Ordinal)), UsageRun.Figures(shop).Where(line => line.StartsWith("projects", StringComparison.Ordinal)));
        Assert.Equal("0.0157596", shop.GetProperty("totals").GetProperty("cost").GetRawText());

        // The fork holds copies of two responses of session 1 beside its own two.
        JsonElement fork = await UsageRun.JsonAsync(_folder, Path.Combine(Project("atlas"), "2" + Session), "--database", Database);
        Assert.Equal(4, fork.GetProperty("totals").GetProperty("requests").GetInt64());
        Assert.Equal("0.09768", fork.GetProperty("totals").GetProperty("cost").GetRawText());
    }

    [Theory]
    [InlineData("calculate", "0.005514", 0)]
    [InlineData("display", "0.0123456", 3)]
    [InlineData("auto", "0.0145596", 0)]
    public async Task Run_Mode_ChangesWhatIsShownAndNothingStored(string mode, string cost, int unpriced)
    {
        JsonElement report = await UsageRun.JsonAsync(_folder, "--demo", "--database", Database, "--mode", mode);

        JsonElement model = report.GetProperty("models").GetProperty("claude-sonnet-4-20250514");
        Assert.Equal((cost, unpriced), (model.GetProperty("cost").GetRawText(), model.GetProperty("unpriced_requests").GetInt32()));
        Assert.Equal(Expected, UsageRun.Figures(await UsageRun.JsonAsync(_folder, "--demo", "--database", Database)));
    }

    [Fact]
    public async Task Run_Prices_PriceWhatWasUnpricedAndNothingStored()
    {
        await File.WriteAllTextAsync(_folder.File("prices.json"), """{"claude-quill-9": {"litellm_provider": "anthropic", "mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6}}""", TestContext.Current.CancellationToken);
        JsonElement report = await UsageRun.JsonAsync(_folder, "--demo", "--database", Database, "--prices", _folder.File("prices.json"));

        // 400 × 1 + 700 × 2 + 987 × 0.1 µ$.
        Assert.Equal("0.0018987", report.GetProperty("models").GetProperty("claude-quill-9-20261001").GetProperty("cost").GetRawText());
        Assert.Empty(report.GetProperty("unpriced").EnumerateObject());
        Assert.Equal(Expected, UsageRun.Figures(await UsageRun.JsonAsync(_folder, "--demo", "--database", Database)));
    }

    [Fact]
    public async Task Run_DemoAsTables_SaysWhatItIsAndWhatIsLeftOut()
    {
        UsageRun run = await UsageRun.OfAsync(_folder, "--demo");

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Contains("invented demo transcripts, not your usage", run.Out, StringComparison.Ordinal);
        Assert.Contains("≥ $1.80 · 733 k tokens · 25 requests · 6 sessions · 3 projects · 2025-08-11 to 2026-09-15", run.Out, StringComparison.Ordinal);
        Assert.Contains("Skipped   2 malformed lines, 1 line of unknown type (moon-phase 1)", run.Out, StringComparison.Ordinal);
        Assert.Contains("Unpriced  claude-quill-9-20261001: 2 requests, 2.09 k tokens", run.Out, StringComparison.Ordinal);
    }

    private string Database => _folder.File("usage.db");

    private static string Project(string name) => Path.Combine(SomeUsage.DemoFolder, "-home-ada-" + name);

    private static string[] Files() =>
        [.. Directory.GetFiles(SomeUsage.DemoFolder, "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static List<string> ReadExpected()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", "demo_expected.json")));
        return UsageRun.Figures(json.RootElement);
    }
}
