using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Tests.ClaudeCode;

/// <summary>New prices for what was imported.</summary>
public class RepriceTests
{
    private static readonly PriceBook NewBook = PriceBook.Default.WithOverrides(
    [
        Price("mystery-1", 1m),
        Price("claude-sonnet-4-5", 2m),
    ]);

    [Fact]
    public async Task Reprice_WithANewBook_ReplacesComputedAndUnpricedCostsAndKeepsReportedOnes()
    {
        await using var test = new ImportTest();
        test.Write("s.jsonl",
            SomeLines.Assistant(id: "msg_1", input: 1_000_000, output: 0),
            SomeLines.Assistant(id: "msg_2", input: 1_000_000, output: 0, model: "mystery-1"),
            SomeLines.Assistant(id: "msg_3", input: 1_000_000, output: 0, change: line => line["costUSD"] = 9),
            SomeLines.Assistant(id: "msg_4", input: 70, output: 7, model: "mystery-2"),
            SomeLines.Assistant(id: "msg_5", input: 1_000_000, output: 0, model: "claude-haiku-4-5-20251001"));
        await test.ImportAsync();
        test.Options = test.Options with { Prices = NewBook };
        RepriceResult result = await test.Importer.RepriceAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((4, 2), (result.Examined, result.Repriced));
        Assert.Equal(NewBook.Version, result.PriceVersion);
        Assert.Equal(new Dictionary<string, long> { ["mystery-2"] = 77 }, result.Unpriced);
        Dictionary<string, MetricRecord> records = (await test.TokensAsync()).ToDictionary(record => record.Attributes["message_id"].Text!);
        Assert.Equal(5, records.Count);
        Assert.Equal((2m, 1m, 9m, null, 1m), (records["msg_1"].Cost, records["msg_2"].Cost, records["msg_3"].Cost, records["msg_4"].Cost, records["msg_5"].Cost));
        Assert.Equal("computed", records["msg_2"].Attributes["cost_source"].Text);
        Assert.Equal(NewBook.Version, records["msg_2"].Attributes["price_version"].Text);
        Assert.Equal(PriceBook.Default.Version, records["msg_5"].Attributes["price_version"].Text);

        // Above 200 thousand tokens the default book charges 6; the new one has no tier.
        Assert.Equal(2m - 6m + 1m, result.Difference);
    }

    [Fact]
    public async Task Reprice_ThenImportTheSameLinesFromACopy_KeepsTheNewCost()
    {
        await using var test = new ImportTest();
        test.Write("a.jsonl", SomeLines.Assistant(model: "mystery-1", input: 1_000_000, output: 0));
        await test.ImportAsync();
        await new TranscriptImporter(test.Store, new TranscriptImportOptions { Prices = NewBook }).RepriceAsync(cancellationToken: TestContext.Current.CancellationToken);
        string copy = test.Write("b.jsonl", SomeLines.Assistant(model: "mystery-1", input: 1_000_000, output: 0));
        TranscriptImportResult again = await test.ImportAsync(copy);
        Assert.Equal(0, again.Stored);
        Assert.Equal(1m, Assert.Single(await test.TokensAsync()).Cost);

        // A better copy of the response still wins, at the prices of its import.
        await test.ImportAsync(test.Write("c.jsonl", SomeLines.Assistant(model: "mystery-1", input: 1_000_000, output: 1)));
        Assert.Null(Assert.Single(await test.TokensAsync()).Cost);
    }

    [Fact]
    public async Task Reprice_Twice_ChangesNothingTheSecondTime()
    {
        await using var test = new ImportTest();
        test.Write("a.jsonl", SomeLines.Assistant(model: "mystery-1"));
        await test.ImportAsync();
        test.Options = test.Options with { Prices = NewBook };
        Assert.Equal(1, (await test.Importer.RepriceAsync(cancellationToken: TestContext.Current.CancellationToken)).Repriced);
        Assert.Equal(0, (await test.Importer.RepriceAsync(cancellationToken: TestContext.Current.CancellationToken)).Repriced);
    }

    [Fact]
    public async Task Reprice_Narrowed_LeavesTheRest()
    {
        await using var test = new ImportTest();
        test.Write("a.jsonl", SomeLines.Assistant(id: "msg_1", model: "mystery-1"), SomeLines.Assistant(id: "msg_2", model: "mystery-1", session: "other"));
        await test.ImportAsync();
        test.Options = test.Options with { Prices = NewBook };
        await test.Importer.RepriceAsync(new MetricQuery { SessionId = "other" }, TestContext.Current.CancellationToken);
        Assert.Equal("other", Assert.Single(await test.TokensAsync(), record => record.Cost is not null).SessionId);
    }

    private static ModelPrice Price(string model, decimal perMillion) => new()
    {
        Provider = "anthropic",
        Model = model,
        Rates = TokenRates.Create(perMillion / 1_000_000m, perMillion / 1_000_000m),
    };
}
