using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.ClaudeCode.Reading;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Storage;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.ClaudeCode;

public class TranscriptImporterTests
{
    [Fact]
    public void Constructor_StoreWithoutState_SaysWhatIsMissing()
    {
        var error = Assert.Throws<ArgumentException>(() => new TranscriptImporter(Substitute.For<IMetricStore>()));
        Assert.Contains("IStateStore", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Constructor_OptionsOutOfRange_NamesAllOfThem()
    {
        await using var store = new SqliteStore(":memory:");
        var error = Assert.Throws<InvalidOptionsException>(() => new TranscriptImporter(store, new TranscriptImportOptions { UserId = " ", MaxLineBytes = 5, Parallelism = 0 }));
        Assert.Equal(3, error.Errors.Count);
    }

    [Fact]
    public void FindFolders_SeveralConfigured_GivesThoseThatExistOnce()
    {
        using var home = new TempFolder();
        string a = Directory.CreateDirectory(home.File("a/projects")).FullName;
        string standard = Directory.CreateDirectory(home.File(".claude/projects")).FullName;
        string xdg = Directory.CreateDirectory(home.File(".config/claude/projects")).FullName;
        Assert.Equal([a, xdg, standard], TranscriptFinder.FindFolders($"{home.File("a")}, {home.File("b")},{home.File("a")}", home.FullPath));
        Assert.Equal([xdg, standard], TranscriptFinder.FindFolders(null, home.FullPath));
        Assert.Empty(TranscriptFinder.FindFolders(string.Empty, string.Empty));
    }

    [Fact]
    public async Task Import_FolderGivenTwiceAndAFileInIt_ReadsEachFileOnce()
    {
        await using var test = new ImportTest();
        string path = test.Write(".hidden/deep/s.jsonl", SomeLines.Assistant());
        test.Write("notes.txt", "no transcript");
        TranscriptImportResult result = await test.ImportAsync(test.Projects, path, test.Projects + Path.DirectorySeparatorChar);
        Assert.Equal((1, 1), (result.Files, result.Lines));
    }

    [Theory]
    [InlineData(90, 0, 2)]
    [InlineData(3_650, 2, 0)]
    public async Task Import_OlderThanAnEngineKeeps_IsRefusedAndCounted(int days, int stored, int tooOld)
    {
        var token = TestContext.Current.CancellationToken;
        await using var files = new ImportTest();
        files.Write("s.jsonl", SomeLines.Assistant());
        await using var store = new SqliteStore(":memory:", new SqliteStoreOptions { TimeProvider = new FakeTimeProvider(SomeLines.Start.AddDays(91)) });
        await using var engine = new AnalyticsEngine(store, new AnalyticsEngineOptions { RetentionDays = days });
        await engine.InitializeAsync(token);
        TranscriptImportResult result = await new TranscriptImporter(store).ImportAsync([files.Projects], null, token);
        Assert.Equal((1, stored, tooOld), (result.Requests, result.Stored, result.TooOld));
        IngestCounts counts = store.AssertClosed();
        Assert.Equal((stored, tooOld, tooOld), (counts.Stored, counts.Rejected, counts.TooOld));
    }

    [Fact]
    public async Task Import_IntoAStoreInMemory_Works()
    {
        await using var files = new ImportTest();
        files.Write("s.jsonl", SomeLines.Assistant());
        await using var store = new SqliteStore(":memory:");
        TranscriptImportResult result = await new TranscriptImporter(store).ImportAsync([files.Projects], null, TestContext.Current.CancellationToken);
        Assert.Equal(1, result.Requests);
    }
}
