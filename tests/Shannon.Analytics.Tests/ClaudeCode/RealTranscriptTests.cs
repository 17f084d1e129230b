using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Tests.ClaudeCode;

/// <summary>Real transcripts give their true totals, however they come in.</summary>
public class RealTranscriptTests
{
    public static TheoryData<string> Sets => ["spotter", "claude-code-viewer"];

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Import_OnceAndAgain_GivesTheTrueTotals(string set)
    {
        await using var test = new ImportTest();
        TranscriptImportResult first = await test.ImportAsync(RealTranscripts.Folder(set));
        await AssertTotalsAsync(test, set);
        Assert.Equal(RealTranscripts.Expected(set).Values.Sum(totals => totals.Requests), first.Requests);
        Assert.Equal(0, first.MalformedLines);
        Assert.Empty(first.UnknownLines);

        TranscriptImportResult second = await test.ImportAsync(RealTranscripts.Folder(set));
        await AssertTotalsAsync(test, set);
        Assert.Equal(first.Files, second.FilesUnchanged);
        Assert.Equal(0, second.BytesRead);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Import_HalfTheFilesFirst_GivesTheTrueTotals(string set)
    {
        await using var test = new ImportTest();
        string[] files = Files(set);
        await test.ImportAsync(files[..(files.Length / 2)]);
        await test.ImportAsync(RealTranscripts.Folder(set));
        await AssertTotalsAsync(test, set);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Import_EveryFileInTwoParts_GivesTheTrueTotals(string set)
    {
        await using var whole = new ImportTest();
        await using var parts = new ImportTest();
        foreach (string file in Files(set))
        {
            string name = Path.GetRelativePath(RealTranscripts.Folder(set), file);
            byte[] bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            string copy = parts.WriteText(name, string.Empty);
            await File.WriteAllBytesAsync(copy, bytes[..(bytes.Length / 2)], TestContext.Current.CancellationToken);
            await parts.ImportAsync();
            await File.WriteAllBytesAsync(copy, bytes, TestContext.Current.CancellationToken);
        }

        await parts.ImportAsync();
        await whole.ImportAsync(RealTranscripts.Folder(set));
        await AssertTotalsAsync(parts, set);
        Assert.Equal(await whole.ContentAsync(), await parts.ContentAsync());
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Import_FolderAndItsCopy_GivesTheTrueTotalsForEach(string set)
    {
        await using var test = new ImportTest();
        Copy(RealTranscripts.Folder(set), test.Projects);
        await test.ImportAsync(test.Projects);
        await test.ImportAsync(RealTranscripts.Folder(set));
        await AssertTotalsAsync(test, set);
        Assert.Equal(RealTranscripts.Expected(set), RealTranscripts.TotalsOf(await ReadAsync(test, RealTranscripts.Folder(set))));
        Assert.Equal(RealTranscripts.Expected(set), RealTranscripts.TotalsOf(await ReadAsync(test, test.Projects)));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Import_CancelledInTheMiddleAndRepeated_GivesTheTrueTotals(string set)
    {
        await using var test = new ImportTest();
        string folder = RealTranscripts.Folder(set);
        for (int records = 0; records < 3; records++)
        {
            using var stop = new CancellationTokenSource();
            var progress = new CancelAtOnce(stop);
            stop.CancelAfter(records * 5);
            try
            {
                await test.Importer.ImportAsync([folder], progress, stop.Token);
            }
            catch (OperationCanceledException)
            {
                // What counts is what the store holds afterwards.
            }
        }

        await test.ImportAsync(folder);
        await AssertTotalsAsync(test, set);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Import_TenRandomOrders_AllGiveTheSameRecords(string set)
    {
        string[] files = Files(set);
        IReadOnlyList<string>? expected = null;
        var random = new Random(17);
        for (int i = 0; i < 10; i++)
        {
            await using var test = new ImportTest();
            random.Shuffle(files);
            foreach (string file in files)
            {
                await test.ImportAsync(file);
            }

            await AssertTotalsAsync(test, set);
            IReadOnlyList<string> content = await test.ContentAsync();
            Assert.Equal(expected ?? content, content);
            expected = content;
        }
    }

    [Fact]
    public async Task ReadRecords_OneOfTwoSets_GivesItsTotalsAlone()
    {
        await using var test = new ImportTest();
        await test.ImportAsync(RealTranscripts.Folder("spotter"), RealTranscripts.Folder("claude-code-viewer"));
        foreach (string set in Sets)
        {
            Assert.Equal(RealTranscripts.Expected(set), RealTranscripts.TotalsOf(await ReadAsync(test, RealTranscripts.Folder(set))));
        }
    }

    [Fact]
    public async Task Cost_OfTheOlderSet_EqualsAHandComputation()
    {
        await using var test = new ImportTest();
        await test.ImportAsync(RealTranscripts.Folder("claude-code-viewer"));

        // claude-sonnet-4: 3, 15, 3.75, 0.30 USD per million; no prompt is longer than 200 thousand tokens.
        decimal expected = ((1240 * 3m) + (56535 * 15m) + (198421 * 3.75m) + (4075332 * 0.30m)) / 1_000_000m;
        Assert.Equal(expected, (await test.TokensAsync()).Sum(record => record.Cost!.Value));
    }

    [Fact]
    public async Task Cost_OfTheNewerSet_EqualsAHandComputation()
    {
        await using var test = new ImportTest();
        await test.ImportAsync(RealTranscripts.Folder("spotter"));
        Assert.Equal(PriceBook.Default.Version, Assert.Single((await test.TokensAsync()).Select(record => record.Attributes["price_version"].Text).Distinct()));
        decimal opus = ((1911 * 5m) + (60312 * 25m) + (217025 * 6.25m) + (409334 * 10m) + (21103416 * 0.5m)) / 1_000_000m;
        decimal sonnet = ((2423 * 3m) + (10 * 15m) + (18814 * 3.75m) + (42176 * 6m) + (63433 * 0.3m)) / 1_000_000m;
        decimal haiku = ((150 * 1m) + (29879 * 5m) + (141785 * 1.25m) + (10933461 * 0.1m)) / 1_000_000m;
        Assert.Equal(opus + sonnet + haiku, (await test.TokensAsync()).Sum(record => record.Cost!.Value));
    }

    private static async Task AssertTotalsAsync(ImportTest test, string set) =>
        Assert.Equal(RealTranscripts.Expected(set), RealTranscripts.TotalsOf(await test.TokensAsync()));

    private static async Task<List<MetricRecord>> ReadAsync(ImportTest test, string path)
    {
        var records = new List<MetricRecord>();
        await foreach (MetricRecord record in test.Importer.ReadRecordsAsync([path], new MetricQuery { Category = MetricCategory.Token }, TestContext.Current.CancellationToken))
        {
            records.Add(record);
        }

        return records;
    }

    private static string[] Files(string set) => Directory.GetFiles(RealTranscripts.Folder(set), "*.jsonl", SearchOption.AllDirectories);

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*.jsonl", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private sealed class CancelAtOnce(CancellationTokenSource stop) : IProgress<TranscriptImportProgress>
    {
        public void Report(TranscriptImportProgress value)
        {
            if (value.BytesDone > 500_000)
            {
                stop.Cancel();
            }
        }
    }
}
