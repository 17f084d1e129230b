using System.Text.Json;
using ClaudeUsage;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Samples;

/// <summary>One run of ClaudeUsage in this process, on a machine of its own.</summary>
internal sealed record UsageRun(int ExitCode, string Out, string Error)
{
    private static readonly string[] Sections = ["totals", "models", "days", "projects", "sessions"];

    private static readonly string[] Fields = ["requests", "input", "output", "cache_creation", "cache_read", "cache_5m", "cache_1h", "cost", "unpriced_requests"];

    public static async Task<UsageRun> OfAsync(TempFolder folder, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = await UsageCommand.RunAsync(args, SomeUsage.Host(folder.FullPath, output, error), TestContext.Current.CancellationToken);
        return new UsageRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>A run with <c>--json</c> that must succeed and write nothing else.</summary>
    public static async Task<JsonElement> JsonAsync(TempFolder folder, params string[] args)
    {
        UsageRun run = await OfAsync(folder, [.. args, "--json"]);
        Assert.Equal((ExitCodes.Success, string.Empty), (run.ExitCode, run.Error));
        using var json = JsonDocument.Parse(run.Out);
        return json.RootElement.Clone();
    }

    /// <summary>Every figure of every section as one text each, costs with all their digits, so that a difference is easy to read.</summary>
    public static List<string> Figures(JsonElement report) =>
    [
        .. Sections
            .Where(section => report.TryGetProperty(section, out _))
            .SelectMany(section => section == "totals"
                ? [Line(section, string.Empty, report.GetProperty(section))]
                : report.GetProperty(section).EnumerateObject().OrderBy(group => group.Name, StringComparer.Ordinal).Select(group => Line(section, group.Name, group.Value))),
    ];

    private static string Line(string section, string name, JsonElement figures) =>
        $"{section} {name}: {string.Join(", ", Fields.Select(field => $"{field} {figures.GetProperty(field).GetRawText()}"))}";
}
