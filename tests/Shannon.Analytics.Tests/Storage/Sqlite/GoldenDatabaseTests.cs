using Shannon.Analytics.CrashHost;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage.Sqlite;

/// <summary>Files written by each released schema version, which every later version must read alike. Made by the verb <c>golden</c> of the crash host.</summary>
public class GoldenDatabaseTests
{
    public static TheoryData<int> Versions => [.. Enumerable.Range(1, SqliteSchema.Version)];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Open_DatabaseOfEachVersion_ReadsWhatWasWritten(int version)
    {
        string golden = RepositoryRoot.Combine("tests", "Shannon.Analytics.Tests", "Golden", $"v{version}.db");
        using var folder = new TempFolder();
        string copy = folder.File("copy.db");
        File.Copy(golden, copy);

        await using var store = new SqliteStore(copy);
        await store.InitializeAsync(TestContext.Current.CancellationToken);
        List<string> found = await GoldenCommand.DescribeAsync(store);

        string[] expected = await File.ReadAllLinesAsync(Path.ChangeExtension(golden, ".jsonl"), TestContext.Current.CancellationToken);
        Assert.Equal(expected, found);

        // And it takes new records, with ids behind the old ones.
        await store.AppendAsync(new CustomMetric("after", 1) { Timestamp = MetricLimits.MaxTimestamp }, TestContext.Current.CancellationToken);
        Assert.Equal(found.Count + 2, (await GoldenCommand.DescribeAsync(store)).Count);
    }
}
