using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Reporting.Formatting;

/// <summary>The page in a real browser: what runs, and whether everyone can read it.</summary>
public partial class BrowserTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Without the page's own policy, which would hide a mistake in the encoding.</summary>
    [Fact]
    public async Task HostileNames_InABrowserWithoutThePolicy_RunNothing()
    {
        string page = WithoutPolicy(await Rendered.TextAsync(HostileReport.Create(), "html"));
        string before = Title().Match(page).Groups["text"].Value;

        Assert.Equal(WebUtility.HtmlDecode(before), WebUtility.HtmlDecode(Title().Match(await OpenAsync(page)).Groups["text"].Value));

        // The canary sings where a script does run; else this test would hold for a dead browser as well.
        string planted = page.Replace("</body>", $"<script>document.title='{HostileReport.Canary}'</script></body>", StringComparison.Ordinal);
        Assert.Equal(HostileReport.Canary, Title().Match(await OpenAsync(planted)).Groups["text"].Value);
    }

    [Theory]
    [InlineData(ReportTheme.Light, 1200)]
    [InlineData(ReportTheme.Dark, 1200)]
    [InlineData(ReportTheme.Light, 400)]
    [InlineData(ReportTheme.Dark, 400)]
    public async Task EveryRuleOfAxe_Holds(ReportTheme theme, int width)
    {
        string? axe = Environment.GetEnvironmentVariable("SHANNON_AXE");
        if (!File.Exists(axe))
        {
            Requires.Missing("Needs axe-core; tests/run.sh fetches it with npm and sets SHANNON_AXE to axe.min.js.");
        }

        string page = WithoutPolicy(await Rendered.TextAsync(SomeSections.Everything(), "html", new ReportPresentation { Theme = theme }));
        string check = """
            for (const details of document.querySelectorAll('details')) details.open = true;
            axe.run({ resultTypes: ['violations'] }).then(result => {
              const found = { passes: result.passes.length, violations: result.violations.map(one => one.id + ': ' + one.nodes[0].html) };
              document.body.innerHTML = '<pre id="axe"></pre>';
              document.getElementById('axe').textContent = JSON.stringify(found);
            });
            """;
        string result = await OpenAsync(page.Replace("</body>", $"<script>{await File.ReadAllTextAsync(axe, Cancelled)}</script><script>{check}</script></body>", StringComparison.Ordinal), width);

        using var found = JsonDocument.Parse(WebUtility.HtmlDecode(Axe().Match(result).Groups["text"].Value));
        Assert.Empty(found.RootElement.GetProperty("violations").EnumerateArray().Select(one => one.GetString()));
        Assert.True(found.RootElement.GetProperty("passes").GetInt32() > 20);
    }

    /// <summary>Opens a page, lets its scripts come to rest, and returns what it became.</summary>
    private static async Task<string> OpenAsync(string page, int width = 1200)
    {
        Requires.Tool("chromium");
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("page.html"), page, Cancelled);
        return await ChildProcess.RunAsync("chromium",
        [
            "--no-sandbox", "--headless", "--disable-gpu", "--disable-dev-shm-usage", $"--user-data-dir={folder.File("profile")}", $"--window-size={width},900", "--virtual-time-budget=60000", "--dump-dom", "file://" + folder.File("page.html"),
        ]);
    }

    private static string WithoutPolicy(string page)
    {
        string open = Policy().Replace(page, string.Empty);
        Assert.NotEqual(page, open);
        return open;
    }

    [GeneratedRegex("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", RegexOptions.None, 5000)]
    private static partial Regex Policy();

    [GeneratedRegex("<title>(?<text>.*?)</title>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Title();

    [GeneratedRegex("<pre id=\"axe\">(?<text>.*?)</pre>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Axe();
}
