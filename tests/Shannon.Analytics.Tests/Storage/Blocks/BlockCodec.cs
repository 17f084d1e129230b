using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Tests.Storage.Blocks;

/// <summary>Builds, encodes and decodes blocks as the store does, with a catalogue of its own for names and sessions.</summary>
internal sealed class BlockCodec
{
    private readonly List<MetricName> _names = [new(0, "unused")];
    private readonly List<string> _sessions = ["unused"];

    public BlockBuilder Builder { get; } = new();

    public long FirstId { get; set; } = 1;

    public void Add(MetricInput metric) => Builder.Add(metric, UnixMicros.From(metric.Timestamp!.Value));

    public void Add(ColumnBatch batch) => Builder.AddRange(batch, 0, batch.Count, 0);

    public byte[] Encode()
    {
        using ByteWriter body = new();
        Builder.EncodeBody(body);
        using ByteWriter block = new();
        var ids = new BlockIds([.. Builder.Names.Select(name => (long)IdOf(_names, name))], [.. Builder.Sessions.Select(session => (long)IdOf(_sessions, session))]);
        BlockEncoder.Encode(FirstId, ids, body.WrittenSpan, block);
        return block.WrittenSpan.ToArray();
    }

    public DecodedBlock Decode(ReadOnlySpan<byte> bytes) => BlockDecoder.Decode(FirstId, Builder.Count, bytes);

    public void AssertHolds(IReadOnlyList<ExpectedRow> expected)
    {
        Assert.Equal(expected.Count, Builder.Count);
        DecodedBlock block = Decode(Encode());
        Assert.Equal(expected.Count, block.Count);
        Assert.Equal(FirstId, block.FirstId);
        Assert.Equal(expected.Count == 0 ? long.MaxValue : expected.Min(row => row.Time), Builder.MinTime);
        Assert.Equal(expected.Count == 0 ? long.MinValue : expected.Max(row => row.Time), Builder.MaxTime);
        for (int i = 0; i < expected.Count; i++)
        {
            expected[i].AssertEqual(block, _names, _sessions, i);
        }

        Assert.Equal(Updates(expected), Builder.SessionUpdates);
        var keys = new List<(int, string, long)>();
        Builder.VisitKeys((row, key, rank) => keys.Add((row, key, rank)));
        Assert.Equal(expected.Index().Where(row => row.Item.Metric.Key is not null).Select(row => (row.Index, row.Item.Metric.Key!.Value.Value, row.Item.Metric.Key!.Value.Rank)), keys);
        Assert.Equal(keys.Count > 0, Builder.HasKeys);
    }

    private static IEnumerable<SessionUpdate> Updates(IReadOnlyList<ExpectedRow> rows)
    {
        foreach (var (i, row) in rows.Index())
        {
            MetricInput metric = row.Metric;
            bool describes = metric.Category == MetricCategory.Session || (metric.Category == MetricCategory.Event && metric.Name is "session_start" or "session_end");
            if (describes && metric.SessionId is { } session && (metric.UserId ?? metric.Project ?? metric.Model) is not null)
            {
                yield return new SessionUpdate(i, session, metric.UserId, metric.Project, metric.Model, row.Time);
            }
        }
    }

    private static int IdOf<T>(List<T> catalogue, T value)
    {
        int id = catalogue.IndexOf(value);
        if (id < 0)
        {
            id = catalogue.Count;
            catalogue.Add(value);
        }

        return id;
    }
}
