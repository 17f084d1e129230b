using ClaudeUsage;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Samples;

/// <summary>What surrounds the figures: which transcripts are chosen, what goes wrong, and how it is told.</summary>
public sealed class ClaudeUsageRunTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_NoTranscriptsOnTheMachine_ShowsTheDemoAndKeepsNothing()
    {
        UsageRun run = await UsageRun.OfAsync(_folder);

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Contains("No Claude Code transcripts were found on this machine", run.Out, StringComparison.Ordinal);
        Assert.Contains("25 requests", run.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("data")));
    }

    [Fact]
    public async Task Run_TranscriptsOnTheMachine_AreReadAndKeptInTheDataFolder()
    {
        using var output = new StringWriter();
        UsageHost host = SomeUsage.Host(_folder.FullPath, output, new StringWriter()) with { TranscriptFolders = () => [_folder.File("gone"), SomeUsage.DemoFolder] };

        Assert.Equal(ExitCodes.Success, await UsageCommand.RunAsync([], host, TestContext.Current.CancellationToken));
        Assert.DoesNotContain("demo transcripts", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("25 requests", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(_folder.File("data"), output.ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.File("data"), "usage.db")));
    }

    [Fact]
    public async Task Run_TranscriptsGoneSince_ShowsWhatTheDatabaseHolds()
    {
        await UsageRun.OfAsync(_folder, SomeUsage.DemoFolder);
        UsageRun run = await UsageRun.OfAsync(_folder);

        Assert.Contains("this is what the database holds", run.Out, StringComparison.Ordinal);
        Assert.Contains("25 requests", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FolderWithoutTranscripts_SaysThatThereIsNoUsage()
    {
        string empty = _folder.File("empty");
        Directory.CreateDirectory(empty);
        UsageRun run = await UsageRun.OfAsync(_folder, empty);

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.Contains("no usage: no transcripts (*.jsonl) were found", run.Out, StringComparison.Ordinal);
        Assert.Contains(empty, run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_MissingPath_OneLineAndNoDatabase()
    {
        UsageRun run = await UsageRun.OfAsync(_folder, _folder.File("nowhere"), "--json");

        AssertFailed(run, ExitCodes.Usage, "There is no file or folder");
        Assert.False(Directory.Exists(_folder.File("data")));
    }

    [Fact]
    public async Task Run_DatabaseIsAnotherKindOfFile_OneLineAndTheFileIsUntouched()
    {
        string file = _folder.File("notes.txt");
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat("dear diary\n", 500)), TestContext.Current.CancellationToken);
        DateTime written = File.GetLastWriteTimeUtc(file);

        AssertFailed(await UsageRun.OfAsync(_folder, "--demo", "--database", file), ExitCodes.Failed, $"ClaudeUsage: Database {file}: The file is not a Shannon.Analytics database");
        Assert.Equal(written, File.GetLastWriteTimeUtc(file));
    }

    [Fact]
    public async Task Run_DatabaseIsAFolder_OneLine() =>
        AssertFailed(await UsageRun.OfAsync(_folder, "--demo", "--database", _folder.FullPath), ExitCodes.Usage, "is a folder");

    [Fact]
    public async Task Run_DatabaseBelowAFile_OneLine()
    {
        await File.WriteAllTextAsync(_folder.File("file"), "x", TestContext.Current.CancellationToken);

        AssertFailed(await UsageRun.OfAsync(_folder, "--demo", "--database", Path.Combine(_folder.File("file"), "usage.db")), ExitCodes.Failed, "cannot be made");
    }

    [Theory]
    [InlineData("not json", "cannot be used")]
    [InlineData("""{"m": {"mode": "chat", "input_cost_per_token": -1, "output_cost_per_token": 0}}""", "cannot be used")]
    [InlineData(null, "cannot be read")]
    public async Task Run_BadPriceFile_OneLine(string? content, string expected)
    {
        string file = _folder.File("prices.json");
        if (content is not null)
        {
            await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        }

        AssertFailed(await UsageRun.OfAsync(_folder, "--demo", "--prices", file), ExitCodes.Usage, expected);
    }

    [Fact]
    public async Task Run_Cancelled_SaysSoWithItsOwnExitCode()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        int exitCode = await UsageCommand.RunAsync(["--demo", "--json"], SomeUsage.Host(_folder.FullPath, output, error), cancelled.Token);

        AssertFailed(new UsageRun(exitCode, output.ToString(), error.ToString()), ExitCodes.Cancelled, "Cancelled.");
    }

    [Fact]
    public async Task Run_Help_PrintsItAndSucceeds()
    {
        UsageRun run = await UsageRun.OfAsync(_folder, "--help");

        Assert.Equal(ExitCodes.Success, run.ExitCode);
        Assert.StartsWith("ClaudeUsage:", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ProgressBar_GoesToTheErrorStreamAlone()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        UsageHost host = SomeUsage.Host(_folder.FullPath, output, error) with { ErrorIsTerminal = true, Width = 80 };

        Assert.Equal(ExitCodes.Success, await UsageCommand.RunAsync(["--demo", "--json"], host, TestContext.Current.CancellationToken));
        Assert.StartsWith("{", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Reading transcripts", error.ToString(), StringComparison.Ordinal);
    }

    private static void AssertFailed(UsageRun run, int exitCode, string expected)
    {
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Empty(run.Out);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }
}
