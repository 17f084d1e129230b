using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.ClaudeCode.Ledger;
using Shannon.Analytics.ClaudeCode.Recording;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Tests.ClaudeCode.Ledger;

/// <summary>Merging depends on the set of copies alone.</summary>
public class LedgerMergerTests
{
    private static readonly Dictionary<string, Func<SomeCopies, (LedgerMerger Merger, Func<LedgerSource, RawMetric> Next)>> Kinds = new(StringComparer.Ordinal)
    {
        ["responses"] = copies => (copies.Mergers.Tokens, copies.Response),
        ["tools"] = copies => (copies.Mergers.Tools, copies.ToolUse),
        ["answers"] = copies => (copies.Mergers.Answers, copies.Answer),
        ["errors"] = copies => (copies.Mergers.Errors, copies.Error),
    };

    [Theory]
    [InlineData("responses", CostMode.Auto)]
    [InlineData("responses", CostMode.Calculate)]
    [InlineData("responses", CostMode.Display)]
    [InlineData("tools", CostMode.Auto)]
    [InlineData("answers", CostMode.Auto)]
    [InlineData("errors", CostMode.Auto)]
    public void Merge_AnyTreeOfAnyOrder_GivesOneResult(string kind, CostMode mode)
    {
        for (int seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var (merger, next) = Kinds[kind](new SomeCopies(random, mode));
            RawMetric[] copies = [.. Enumerable.Range(0, random.Next(2, 8)).Select(_ => next(SomeCopies.Sources[random.Next(3)]))];
            RawMetric expected = copies.Aggregate((a, b) => merger.Merge(a, b)!);
            for (int round = 0; round < 6; round++)
            {
                Assert.Equal(expected, InAnyTree(merger, copies, random));
            }

            foreach (RawMetric copy in copies)
            {
                Assert.Equal(expected, merger.Merge(expected, copy));
                Assert.Equal(expected, merger.Merge(copy, expected));
            }

            Assert.Equal(expected, merger.Merge(expected, expected));
        }
    }

    // What the store leaves out without reading must be what merging would leave out; all imports of a store name the same user.
    [Theory]
    [InlineData("responses")]
    [InlineData("tools")]
    [InlineData("answers")]
    [InlineData("errors")]
    public void Covers_IfTrue_TheCopyAddsNothing(string kind)
    {
        int covered = 0;
        for (int seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var (merger, next) = Kinds[kind](new SomeCopies(random));
            RawMetric copy = next(LedgerSource.Transcript);
            RawMetric held = merger.Merge(merger.Merge(next(LedgerSource.Transcript), next(SomeCopies.Sources[random.Next(3)]))!, next(SomeCopies.Sources[random.Next(3)]))!;
            if (merger.Covers(held.Key!.Value.Rank, copy.Key!.Value.Rank))
            {
                covered++;
                Assert.Equal(held with { UserId = null }, merger.Merge(held, copy)! with { UserId = null });
            }
        }

        Assert.Equal(kind != "errors", covered > 0);
    }

    [Fact]
    public void Merge_TwoResponsesOfOneRequest_AreKeptApart()
    {
        var copies = new SomeCopies(new Random(1));
        RawMetric first = copies.Response(LedgerSource.Transcript);
        Assert.Null(copies.Mergers.Tokens.Merge(first, copies.Response(LedgerSource.Live) with { Key = new RecordKey("claude_code/message/msg_2") }));
        Assert.NotNull(copies.Mergers.Tokens.Merge(first, copies.Response(LedgerSource.OpenTelemetry)));
    }

    [Fact]
    public void Merge_CostComputedAgain_StaysAsLongAsTheTokensDo()
    {
        var copies = new SomeCopies(new Random(3));
        RawMetric transcript = Priced(copies.Response(LedgerSource.Transcript), 7m, 0);
        RawMetric again = Priced(transcript, 9m, 1);
        RawMetric live = Priced(transcript, 7m, 0) with { Key = new RecordKey(transcript.Key!.Value.Value, LedgerPlan.Tokens.RankOf(LedgerSource.Live)) };
        live.Attributes["sources"] = "live";
        RawMetric merged = copies.Mergers.Tokens.Merge(live, copies.Mergers.Tokens.Merge(transcript, again)!)!;
        Assert.Equal((9m, "computed"), (merged.Cost, merged.Attributes["cost_source"].Text));
        Assert.Equal(1, RecordRanks.RevisionOf(merged.Key!.Value.Rank));
    }

    [Fact]
    public void Merge_SourcesAtOdds_LargestCountsAndTheOthersShow()
    {
        var copies = new SomeCopies(new Random(5));
        RawMetric transcript = With(copies.Response(LedgerSource.Transcript), 21);
        RawMetric live = With(copies.Response(LedgerSource.Live), 1);
        RawMetric telemetry = With(copies.Response(LedgerSource.OpenTelemetry), 21);
        RawMetric merged = copies.Mergers.Tokens.Merge(copies.Mergers.Tokens.Merge(telemetry, live)!, transcript)!;
        var sources = RecordSources.Of(merged.Attributes);
        Assert.Equal((21.0, "transcript+live+otel"), (merged.Measurements["completion_tokens"], merged.Attributes["sources"].Text));
        Assert.Equal(["transcript", "otel"], sources.SourcesOf("completion_tokens"));
        Assert.Contains(new SourceDifference("completion_tokens", "live", 1), sources.Differences);

        static RawMetric With(RawMetric record, double tokens)
        {
            record.Measurements["completion_tokens"] = tokens;
            return record;
        }
    }

    private static RawMetric Priced(RawMetric record, decimal cost, long revision)
    {
        RawMetric priced = record with { Cost = cost, Key = record.Key!.Value with { Rank = record.Key.Value.Rank + revision } };
        priced.Attributes["cost_source"] = CostSourceNames.Computed;
        return priced;
    }

    private static RawMetric InAnyTree(LedgerMerger merger, IReadOnlyList<RawMetric> copies, Random random)
    {
        List<RawMetric> left = [.. copies.OrderBy(_ => random.Next())];
        while (left.Count > 1)
        {
            int a = random.Next(left.Count);
            RawMetric first = left[a];
            left.RemoveAt(a);
            int b = random.Next(left.Count);
            left[b] = merger.Merge(first, left[b])!;
        }

        return left[0];
    }
}
