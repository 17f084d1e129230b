using System.Text;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage.Blocks;

/// <summary>Withdrawn and duplicate rows leave a block before it is written.</summary>
public class BlockCompactTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Compact_AnyRows_TheOthersStay(int seed)
    {
        var random = new Random(seed);
        var codec = new BlockCodec();
        for (int round = 0; round < 60; round++)
        {
            List<ExpectedRow> rows = BlockRoundTripTests.Fill(codec, random, random.Next(1, 12));
            for (int times = random.Next(1, 3); times > 0; times--)
            {
                int chance = random.Next(5);
                bool[] keep = Some.Make(rows.Count, _ => random.Next(4) < chance);
                codec.Builder.Compact(keep);
                rows = [.. rows.Where((_, i) => keep[i])];
                codec.AssertHolds(rows);
            }

            // Rows may follow: they join what stayed.
            rows.AddRange(BlockRoundTripTests.Fill(codec, random, 2));
            codec.AssertHolds(rows);
            codec.Builder.Clear();
        }
    }

    [Fact]
    public void Compact_DroppedRows_LeaveNoTraceInTheBytes()
    {
        MetricInput Secret(string text) => new RawMetric(MetricCategory.Session, "name-" + text)
        {
            Timestamp = Some.Time,
            SessionId = "session-" + text,
            UserId = "user-" + text,
            Project = "project-" + text,
            Model = "model-" + text,
            Key = new RecordKey("key-" + text),
            Measurements = { ["measurement-" + text] = 1 },
            Attributes = { ["attribute-" + text] = 1, ["text"] = "value-" + text, ["mixed"] = text == "kept" ? 1 : "mixed-" + text, ["json"] = AttributeValue.FromJson($"[\"json-{text}\"]") },
        };
        var codec = new BlockCodec();
        for (int i = 0; i < 40; i++)
        {
            MetricInput wide = Secret(i % 2 == 0 ? "kept" : "secret");
            for (int field = 0; field < 40; field++)
            {
                wide.Attributes[$"residual-{wide.UserId}-{field}"] = "residual-" + wide.UserId;
            }

            codec.Add(wide);
        }

        codec.Builder.Compact(Some.Make(40, i => i % 2 == 0));
        string bytes = Encoding.Latin1.GetString(codec.Encode());
        Assert.Contains("value-kept", bytes, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", bytes, StringComparison.Ordinal);
        Assert.All(codec.Builder.Names, name => Assert.DoesNotContain("secret", name.Name, StringComparison.Ordinal));
        Assert.All(codec.Builder.Sessions, session => Assert.DoesNotContain("secret", session, StringComparison.Ordinal));
        Assert.All(codec.Builder.SessionUpdates, update => Assert.DoesNotContain("secret", update.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Clear_AfterABlock_TheNextLooksAsIfFresh()
    {
        var used = new BlockCodec();
        BlockRoundTripTests.Fill(used, new Random(3), 20);
        used.Builder.Clear();
        used.Builder.Clear();
        var fresh = new BlockCodec();
        ColumnBatch batch = Some.Columns(new Random(4), 30);
        used.Add(batch);
        fresh.Add(batch);
        Assert.Equal(BodyOf(fresh), BodyOf(used));
    }

    private static byte[] BodyOf(BlockCodec codec)
    {
        using Shannon.Analytics.Internals.Codecs.ByteWriter body = new();
        codec.Builder.EncodeBody(body);
        return body.WrittenSpan.ToArray();
    }
}
