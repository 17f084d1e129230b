using System.Text;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Tests.ClaudeCode;

/// <summary>What was read is not read again, and whatever happens to a file, nothing counts twice.</summary>
public class IncrementalImportTests
{
    [Fact]
    public async Task Import_Again_OpensNothing()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", SomeLines.Assistant());
        await test.ImportAsync();
        TranscriptImportResult again = await test.ImportAsync();
        Assert.Equal(1, again.Files);
        Assert.Equal(1, again.FilesUnchanged);
        Assert.Equal(0, again.Lines);
        Assert.Equal(0, again.Stored + again.Duplicates);
    }

    [Fact]
    public async Task Append_ReadsTheNewLinesAlone()
    {
        await using var test = new ImportTest();
        string path = test.Write("s.jsonl", SomeLines.Assistant(id: "msg_1"), SomeLines.Assistant(id: "msg_2"));
        await test.ImportAsync();
        string more = SomeLines.Assistant(id: "msg_3") + "\n";
        await File.AppendAllTextAsync(path, more, TestContext.Current.CancellationToken);
        TranscriptImportResult result = await test.ImportAsync();
        Assert.Equal(1, result.Lines);
        Assert.Equal(more.Length, result.BytesRead);
        Assert.Equal(3, (await test.TokensAsync()).Count);
    }

    [Fact]
    public async Task Append_OfAGrowingCopy_ReplacesTheRecord()
    {
        await using var test = new ImportTest();
        string path = test.Write("s.jsonl", SomeLines.Assistant(output: 1));
        await test.ImportAsync();
        await File.AppendAllTextAsync(path, SomeLines.Assistant(output: 500, uuid: "a-2") + "\n", TestContext.Current.CancellationToken);
        TranscriptImportResult result = await test.ImportAsync();
        Assert.Equal(1, result.Replaced);
        Assert.Equal(500, Assert.Single(await test.TokensAsync()).Measurements["completion_tokens"]);
    }

    [Fact]
    public async Task PartialLastLine_IsLeftUntilItIsWhole()
    {
        await using var test = new ImportTest();
        string second = SomeLines.Assistant(id: "msg_2");
        string path = test.WriteText("s.jsonl", SomeLines.Assistant(id: "msg_1") + "\n" + second[..(second.Length / 2)]);
        TranscriptImportResult first = await test.ImportAsync();
        Assert.Equal(1, first.Lines);
        Assert.Equal(0, first.MalformedLines);
        await File.AppendAllTextAsync(path, second[(second.Length / 2)..] + "\n", TestContext.Current.CancellationToken);
        TranscriptImportResult then = await test.ImportAsync();
        Assert.Equal(1, then.Lines);
        Assert.Equal(2, (await test.TokensAsync()).Count);
    }

    [Fact]
    public async Task LastLine_WholeButWithoutLineFeed_IsTakenOnce()
    {
        await using var test = new ImportTest();
        string path = test.WriteText("s.jsonl", SomeLines.Assistant(id: "msg_1"));
        Assert.Equal(1, (await test.ImportAsync()).Lines);
        await File.AppendAllTextAsync(path, "\n" + SomeLines.Assistant(id: "msg_2") + "\n", TestContext.Current.CancellationToken);
        TranscriptImportResult then = await test.ImportAsync();
        Assert.Equal(1, then.Lines);
        Assert.Equal(0, then.MalformedLines);
        Assert.Equal(2, (await test.TokensAsync()).Count);
    }

    [Fact]
    public async Task LastLine_IgnoredAndCutBehindABrace_IsNotTakenForWhole()
    {
        await using var test = new ImportTest();
        const string cut = """{"type":"progress","data":{"a":1}""";
        string path = test.WriteText("s.jsonl", cut);
        Assert.Equal(0, (await test.ImportAsync()).Lines);
        await File.AppendAllTextAsync(path, "}\n", TestContext.Current.CancellationToken);
        TranscriptImportResult then = await test.ImportAsync();
        Assert.Equal((1, 0), (then.Lines, then.MalformedLines));
    }

    [Fact]
    public async Task Truncation_BeginsAnewAndForgetsNothingImported()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", SomeLines.Assistant(id: "msg_1"), SomeLines.Assistant(id: "msg_2"), SomeLines.Assistant(id: "msg_3"));
        await test.ImportAsync();
        string path = test.Write("s.jsonl", SomeLines.Assistant(id: "msg_4"));
        TranscriptImportResult result = await test.ImportAsync();
        Assert.Equal(1, result.Lines);
        Assert.Equal(4, (await test.TokensAsync()).Count);
        Assert.Equal("msg_4", Assert.Single(await ReadAsync(test, path)).Attributes["message_id"].Text);
    }

    [Fact]
    public async Task Rotation_ByALongerFile_IsNoticed()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", SomeLines.Assistant(id: "msg_1"));
        await test.ImportAsync();
        string path = test.Write("s.jsonl", SomeLines.Assistant(id: "msg_2"), SomeLines.Assistant(id: "msg_3"), SomeLines.Assistant(id: "msg_4"));
        TranscriptImportResult result = await test.ImportAsync();
        Assert.Equal(3, result.Lines);
        Assert.Equal(4, (await test.TokensAsync()).Count);
        Assert.Equal(3, (await ReadAsync(test, path)).Count);
    }

    [Fact]
    public async Task Rewrite_WithTheSameBeginning_IsNoticedByTheEnd()
    {
        await using var test = new ImportTest();
        string head = SomeLines.Prompt(text: new string('x', 10_000));
        test.Write("s.jsonl", head, SomeLines.Assistant(id: "msg_1"));
        await test.ImportAsync();
        test.Write("s.jsonl", head, SomeLines.Assistant(id: "msg_2"), SomeLines.Assistant(id: "msg_3"));
        await test.ImportAsync();
        Assert.Equal(3, (await test.TokensAsync()).Count);
    }

    [Fact]
    public async Task CarriageReturnsByteOrderMarkAndEmptyLines_AreNoObstacle()
    {
        await using var test = new ImportTest();
        test.WriteText("s.jsonl", "\uFEFF" + SomeLines.Assistant(id: "msg_1") + "\r\n\r\n  \r\n" + SomeLines.Assistant(id: "msg_2") + "\r\n");
        TranscriptImportResult result = await test.ImportAsync();
        Assert.Equal((2, 0), (result.Lines, result.MalformedLines));
        Assert.Equal(2, (await test.TokensAsync()).Count);
    }

    [Fact]
    public async Task Line_OfTenMegabytes_IsRead()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl",
            SomeLines.Assistant(content: SomeLines.ToolUse()),
            SomeLines.ToolResult(second: 4, result: new System.Text.Json.Nodes.JsonObject { ["stdout"] = new string('y', 10_000_000) + "\n\"quoted\"" }),
            SomeLines.Assistant(id: "msg_2", uuid: "a-2", second: 5));
        TranscriptImportResult result = await test.ImportAsync();
        Assert.Equal((3, 0, 0), (result.Lines, result.MalformedLines, result.OversizedLines));
        Assert.Equal(3_000, (await test.SingleAsync("tool_use")).Value);
    }

    [Fact]
    public async Task Line_BeyondTheMaximum_IsCountedAndTheRestIsRead()
    {
        await using var test = new ImportTest(new TranscriptImportOptions { MaxLineBytes = 5_000 });
        test.Write("s.jsonl", SomeLines.Assistant(id: "msg_1"), SomeLines.Prompt(text: new string('x', 6_000)), SomeLines.Prompt(text: new string('x', 3_000_000)), SomeLines.Assistant(id: "msg_2"));
        TranscriptImportResult result = await test.ImportAsync();
        Assert.Equal((4, 2), (result.Lines, result.OversizedLines));
        Assert.Equal(2, (await test.TokensAsync()).Count);
    }

    [Fact]
    public async Task Import_OfSeveralBatches_IsWholeAndResumable()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", [.. Enumerable.Range(0, 20_000).Select(i => SomeLines.Assistant(id: $"msg_{i}", uuid: $"a-{i}"))]);
        using var stop = new CancellationTokenSource();
        var progress = new Watcher(seen =>
        {
            if (seen.BytesDone > 0)
            {
                stop.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new TranscriptImporter(test.Store, test.Options).ImportAsync([test.Projects], progress, stop.Token));
        TranscriptImportResult rest = await test.ImportAsync();
        Assert.Equal(20_000, (await test.TokensAsync()).Count);
        Assert.InRange(rest.Lines, 1, 20_000);
        Assert.Equal(20_000, (await ReadAsync(test, test.Projects)).Count);
    }

    [Fact]
    public async Task Import_KilledBetweenAnyTwoWrites_EndsWithTheSameRecords()
    {
        await using var whole = new ImportTest();
        await using var killed = new ImportTest();
        foreach (ImportTest test in new[] { whole, killed })
        {
            test.Write("a.jsonl", [SomeLines.Prompt(), .. Enumerable.Range(0, 9_000).Select(i => SomeLines.Assistant(id: $"msg_{i}", uuid: $"a-{i}", output: i, content: i % 2 == 0 ? SomeLines.ToolUse($"toolu_{i}") : null))]);
            test.Write("b.jsonl", [.. Enumerable.Range(0, 100).Select(i => SomeLines.ToolResult(id: $"toolu_{i}", uuid: $"r-{i}", second: 30)), SomeLines.Assistant(id: "msg_5", output: 1_000_000)]);
        }

        await whole.ImportAsync();
        for (int writes = 0; writes < 12; writes++)
        {
            var importer = new TranscriptImporter(new InterruptedStore(killed.Store, writes), killed.Options with { Parallelism = 1 });
            await Record.ExceptionAsync(() => importer.ImportAsync([killed.Projects], null, TestContext.Current.CancellationToken));
        }

        await killed.ImportAsync();
        Assert.Equal(await whole.ContentAsync(), await killed.ContentAsync());
        Assert.Equal(9_000, (await ReadAsync(killed, killed.Projects)).Count);
    }

    [Fact]
    public async Task Import_IntoAFailingStore_ThrowsItsError()
    {
        await using var test = new ImportTest();
        for (int i = 0; i < 10; i++)
        {
            test.Write($"s{i}.jsonl", SomeLines.Assistant(id: $"msg_{i}"));
        }

        var importer = new TranscriptImporter(new InterruptedStore(test.Store, 0), test.Options);
        await Assert.ThrowsAsync<StoreFullException>(() => importer.ImportAsync([test.Projects], null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Import_TwiceAtOnce_CountsOnce()
    {
        await using var test = new ImportTest();
        for (int file = 0; file < 20; file++)
        {
            test.Write($"s{file}.jsonl", [.. Enumerable.Range(0, 50).Select(i => SomeLines.Assistant(id: $"msg_{file}_{i}", uuid: $"a-{file}-{i}"))]);
        }

        await test.Store.InitializeAsync();
        CancellationToken token = TestContext.Current.CancellationToken;
        TranscriptImportResult[] both = await Task.WhenAll(Task.Run(() => test.Importer.ImportAsync([test.Projects], null, token), token), Task.Run(() => test.Importer.ImportAsync([test.Projects], null, token), token));
        Assert.Equal(1_000, (await test.TokensAsync()).Count);
        Assert.Equal(1_000, (await ReadAsync(test, test.Projects)).Count);
        Assert.InRange(both.Sum(result => result.Requests), 1_000, 2_000);
        Assert.Equal(20, (await test.ImportAsync()).FilesUnchanged);
    }

    [Fact]
    public async Task Path_ThatDoesNotExist_IsReportedAndStopsNothing()
    {
        await using var test = new ImportTest();
        string path = test.Write("s.jsonl", SomeLines.Assistant());
        string missing = Path.Combine(test.Projects, "missing.jsonl");
        TranscriptImportResult result = await test.Importer.ImportAsync([missing, path], null, TestContext.Current.CancellationToken);
        Assert.Equal(missing, Assert.Single(result.FilesFailed).File);
        Assert.Equal(1, result.Files);
        Assert.Single(await test.TokensAsync());
    }

    [Fact]
    public async Task Progress_EndsWithEverythingDone()
    {
        await using var test = new ImportTest();

        // Two sessions: the start of a shared one is written once or twice, as the workers happen to share the files.
        test.Write("a.jsonl", SomeLines.Assistant(id: "msg_1"));
        test.Write("b.jsonl", SomeLines.Assistant(id: "msg_2", session: "22222222-2222-4222-8222-222222222222"));
        TranscriptImportProgress? last = null;
        TranscriptImportResult result = await test.Importer.ImportAsync([test.Projects], new Watcher(seen => last = seen), TestContext.Current.CancellationToken);
        Assert.Equal(new TranscriptImportProgress { FilesTotal = 2, FilesDone = 2, BytesTotal = result.BytesRead, BytesDone = result.BytesRead, Records = 4 }, last);
    }

    [Fact]
    public async Task ReadRecords_OfOneFile_GivesOnlyWhatOccursInIt()
    {
        await using var test = new ImportTest();
        string one = test.Write("one/s.jsonl", SomeLines.Prompt(), SomeLines.Assistant(id: "msg_1"), SomeLines.Assistant(id: "msg_2", uuid: "a-2"));
        string copy = test.Write("two/s.jsonl", SomeLines.Assistant(id: "msg_2", uuid: "a-2"), SomeLines.Assistant(id: "msg_3", uuid: "a-3"));
        await test.ImportAsync(copy);
        await test.ImportAsync(one);
        Assert.Equal(["msg_1", "msg_2"], (await ReadAsync(test, one)).Select(record => record.Attributes["message_id"].Text!).Order());
        Assert.Equal(["msg_2", "msg_3"], (await ReadAsync(test, copy)).Select(record => record.Attributes["message_id"].Text!).Order());
        Assert.Equal(3, (await ReadAsync(test, test.Projects)).Count);
        Assert.Empty(await ReadAsync(test, Path.Combine(test.Projects, "on")));

        File.Delete(copy);
        Assert.Equal(2, (await ReadAsync(test, Path.Combine(test.Projects, "two"))).Count);
    }

    [Fact]
    public async Task ReadRecords_WithALimit_StopsThere()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl", [.. Enumerable.Range(0, 10).Select(i => SomeLines.Assistant(id: $"msg_{i}", uuid: $"a-{i}", second: i))]);
        await test.ImportAsync();
        int count = 0;
        await foreach (MetricRecord record in test.Importer.ReadRecordsAsync([test.Projects], new MetricQuery { Category = MetricCategory.Token, Limit = 4, Order = RecordOrder.Descending }, TestContext.Current.CancellationToken))
        {
            Assert.Equal(SomeLines.Start.AddSeconds(9 - count++), record.Timestamp);
        }

        Assert.Equal(4, count);
    }

    [Fact]
    public async Task Manifest_OfAFileThatGrowsLineByLine_StaysInOneDocument()
    {
        await using var test = new ImportTest();
        string path = test.Write("s.jsonl", SomeLines.Assistant(id: "msg_0"));
        for (int i = 1; i <= 30; i++)
        {
            await test.ImportAsync();
            await File.AppendAllTextAsync(path, SomeLines.Assistant(id: $"msg_{i}", uuid: $"a-{i}") + "\n", Encoding.UTF8, TestContext.Current.CancellationToken);
        }

        await test.ImportAsync();
        Assert.Single(await test.Store.ListStateAsync("claude_code.manifest", TestContext.Current.CancellationToken));
        Assert.Equal(31, (await ReadAsync(test, path)).Count);
    }

    private static async Task<List<MetricRecord>> ReadAsync(ImportTest test, string path)
    {
        var records = new List<MetricRecord>();
        await foreach (MetricRecord record in test.Importer.ReadRecordsAsync([path], new MetricQuery { Category = MetricCategory.Token }, TestContext.Current.CancellationToken))
        {
            records.Add(record);
        }

        return records;
    }

    private sealed class Watcher(Action<TranscriptImportProgress> watch) : IProgress<TranscriptImportProgress>
    {
        public void Report(TranscriptImportProgress value) => watch(value);
    }
}
