using ClaudeUsage;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Samples;

/// <summary><c>--watch</c>: transcripts that grow, come, shrink and go while they are followed.</summary>
public sealed class ClaudeUsageWatchTests
{
    private const string File1 = "10000000-0000-4000-8000-000000000000.jsonl";
    private const string File2 = "20000000-0000-4000-8000-000000000000.jsonl";
    private const string Session2 = "20000000-0000-4000-8000-000000000000";

    [Fact]
    public async Task Watch_TranscriptsThatGrowAndCome_AppearInTheNextTable()
    {
        await using var watched = new WatchedFolder();
        watched.Start();
        await watched.ExpectAsync("no transcripts yet");
        watched.Append(File1, WatchedFolder.Response(1));
        await watched.ExpectAsync("· 1 request ·");
        Assert.Contains("Latest    12:00:01 UTC · claude-opus-5-5 in /home/ada/atlas · 100 tokens · < $0.01", watched.Last, StringComparison.Ordinal);
        watched.Append(File1, WatchedFolder.Response(2), WatchedFolder.Response(3));
        await watched.ExpectAsync("300 tokens · 3 requests · 1 session ·");
        watched.Append(File2, WatchedFolder.Response(4, Session2));
        await watched.ExpectAsync("400 tokens · 4 requests · 2 sessions ·");
        Assert.Contains(Session2, watched.Last, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Success, string.Empty), (await watched.StopAsync(), watched.Error));
    }

    [Fact]
    public async Task Watch_LineThatIsStillBeingWritten_CountsWhenItIsWhole()
    {
        await using var watched = new WatchedFolder();
        string line = WatchedFolder.Response(2);
        watched.Append(File1, WatchedFolder.Response(1));
        watched.Start();
        await watched.ExpectAsync("1 request ");
        File.AppendAllText(Path.Combine(watched.Projects, "-home-ada-atlas", File1), line[..70]);
        await watched.RestAsync();
        File.AppendAllText(Path.Combine(watched.Projects, "-home-ada-atlas", File1), line[70..] + "\n");
        await watched.ExpectAsync("2 requests ");
        Assert.DoesNotContain("malformed", watched.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_TranscriptsTruncatedReplacedAndRenamed_ShowsWhatTheyHold()
    {
        await using var watched = new WatchedFolder();
        watched.Append(File1, WatchedFolder.Response(1), WatchedFolder.Response(2));
        watched.Start();
        await watched.ExpectAsync("2 requests ");

        // Truncated, and written again from its beginning.
        watched.Replace(File1, WatchedFolder.Response(5));
        watched.Append(File2, WatchedFolder.Response(6, Session2));
        await watched.ExpectAsync(Session2);
        await watched.ExpectAsync("12:00:06 UTC");

        // Rotated: gone under its old name, grown under a new one.
        watched.Delete(File2);
        watched.Append("30000000-0000-4000-8000-000000000000.jsonl", WatchedFolder.Response(6, Session2), WatchedFolder.Response(7, Session2));
        await watched.ExpectAsync("12:00:07 UTC");
        Assert.Contains("300 tokens · 3 requests · 2 sessions", watched.Last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_NothingNew_ShowsNothing()
    {
        await using var watched = new WatchedFolder();
        watched.Append(File1, WatchedFolder.Response(1));
        watched.Start();
        await watched.ExpectAsync("1 request ");
        string shown = watched.Shown;
        await watched.RestAsync();
        Assert.Equal(shown, watched.Shown);
    }

    [Fact]
    public async Task Watch_AnotherDay_StartsAnew()
    {
        await using var watched = new WatchedFolder();
        watched.Append(File1, WatchedFolder.Response(1, day: "2026-09-14"), WatchedFolder.Response(2));
        watched.Start();
        await watched.ExpectAsync("since 2026-09-15,");
        await watched.ExpectAsync("1 request ");
        watched.Time.Advance(TimeSpan.FromHours(12));
        await watched.ExpectAsync("since 2026-09-16,");
        Assert.Contains("no usage yet", watched.Last, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, await watched.StopAsync());
    }

    [Fact]
    public async Task Watch_Since_ShowsFromThen()
    {
        await using var watched = new WatchedFolder();
        watched.Append(File1, WatchedFolder.Response(1, day: "2026-09-14"), WatchedFolder.Response(2));
        watched.Start(isTerminal: false, "--since", "2026-09-01", "--by", "day");
        await watched.ExpectAsync("2 requests ");
        Assert.Contains("2026-09-14 ", watched.Last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_Terminal_DrawsInPlace_AndAPipeBelow()
    {
        await using var terminal = new WatchedFolder();
        await using var pipe = new WatchedFolder();
        foreach ((WatchedFolder watched, bool isTerminal) in new[] { (terminal, true), (pipe, false) })
        {
            watched.Append(File1, WatchedFolder.Response(1));
            watched.Start(isTerminal);
            await watched.ExpectAsync("1 request ");
            watched.Append(File1, WatchedFolder.Response(2));
            await watched.ExpectAsync("2 requests ");
        }

        Assert.DoesNotContain('\u001b', pipe.Shown);
        Assert.StartsWith("\u001b[2J\u001b[H", terminal.Shown, StringComparison.Ordinal);
        Assert.Equal(1, terminal.Shown.Split("\u001b[2J").Length - 1);
        Assert.Equal(2, terminal.Shown.Split("\u001b[H").Length - 1);
        Assert.EndsWith("\u001b[J", terminal.Shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--demo")]
    [InlineData("--blocks")]
    [InlineData("--report", "html")]
    [InlineData("--until", "2026-09-15")]
    public async Task Watch_WithWhatDoesNotFit_IsRefused(params string[] args)
    {
        using var folder = new TempFolder();
        UsageRun run = await UsageRun.OfAsync(folder, ["--watch", .. args]);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("--watch shows what comes", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_RealProgramInAPipe_CtrlCEndsItCleanly()
    {
        Requires.Linux();
        await using var watched = new WatchedFolder();
        using var home = new TempFolder();
        watched.Append(File1, WatchedFolder.Response(1));
        await using ChildProcess program = ChildProcess.Start(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "ClaudeUsage.dll"), "--watch", "--since", "2026-09-01", "--database", home.File("usage.db"), watched.Projects],
            environment: new Dictionary<string, string> { ["HOME"] = home.FullPath });
        await ReadUntilAsync("1 request ");
        watched.Append(File1, WatchedFolder.Response(2));
        await ReadUntilAsync("2 requests ");
        await ChildProcess.RunAsync("kill", ["-INT", program.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        Assert.Equal((0, string.Empty), (await program.WaitForExitAsync(), program.Errors.Trim()));

        async Task ReadUntilAsync(string text)
        {
            string? line;
            do
            {
                line = await program.ReadLineAsync();
                Assert.True(line is not null, $"It ended before '{text}': {program.Errors}");
            }
            while (!line.Contains(text, StringComparison.Ordinal));
        }
    }
}
