using Shannon.Analytics.Fuzz.Targets;
using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Fuzz;

/// <summary>Writes small blocks of every shape, to be mutated.</summary>
internal static class BlockSeeds
{
    internal static int Write(string folder)
    {
        Directory.CreateDirectory(folder);
        Save(folder, "empty", []);
        Save(folder, "event", [new AnalyticsEvent("deploy") { Timestamp = At(0) }]);
        Save(folder, "tokens", Enumerable.Range(0, 20).Select(MetricInput (i) => new TokenMetric
        {
            Timestamp = At(i),
            SessionId = "s" + (i % 3),
            UserId = i % 4 == 0 ? null : "ada",
            Project = "/home/ada/work",
            Model = i % 2 == 0 ? "model-a" : "model-b",
            Cost = i * 0.00125m,
            PromptTokens = i * 10,
            CompletionTokens = i % 5 == 0 ? null : 100,
            Key = i % 6 == 0 ? null : new RecordKey("k" + i, i),
        }));
        Save(folder, "attributes", Enumerable.Range(0, 12).Select(Attributed));
        Save(folder, "residual", Enumerable.Range(0, 4).Select(Wide));
        Save(folder, "random", Enumerable.Range(0, 40).Select(MetricInput (i) => new CustomMetric("load", (i * 7919 % 1000) / 7.0) { Timestamp = At(i * 7919 % 1000) }));
        return 0;
    }

    private static MetricInput Attributed(int i)
    {
        var metric = new AnalyticsEvent("state") { Timestamp = At(i) };
        metric.Attributes["text"] = "value " + (i % 3);
        metric.Attributes["flag"] = i % 2 == 0;
        metric.Attributes["number"] = i * 1.5;
        metric.Attributes["mixed"] = (i % 3) switch { 0 => "text", 1 => (AttributeValue)i, _ => true };
        metric.Attributes["long"] = new string('x', i * 20);
        return metric;
    }

    // More names than a block has columns for.
    private static MetricInput Wide(int i)
    {
        var metric = new RawMetric(MetricCategory.Custom, "wide") { Timestamp = At(i) };
        for (int n = 0; n < 30; n++)
        {
            metric.Attributes[FormattableString.Invariant($"a{i}.{n}")] = n % 2 == 0 ? "text" : n;
            metric.Measurements[FormattableString.Invariant($"m{i}.{n}")] = n;
        }

        return metric;
    }

    private static DateTimeOffset At(int second) => new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.Zero).AddSeconds(second);

    private static void Save(string folder, string name, IEnumerable<MetricInput> metrics)
    {
        var builder = new BlockBuilder();
        foreach (MetricInput metric in metrics)
        {
            builder.Add(metric, UnixMicros.From(metric.Timestamp!.Value));
        }

        using ByteWriter body = new();
        builder.EncodeBody(body);
        using ByteWriter block = new();
        long[] names = [.. Enumerable.Range(1, builder.Names.Count).Select(id => (long)id)];
        long[] sessions = [.. Enumerable.Range(1, builder.Sessions.Count).Select(id => (long)id)];
        BlockEncoder.Encode(BlockTarget.FirstId, new BlockIds(names, sessions), body.WrittenSpan, block);
        File.WriteAllBytes(Path.Combine(folder, name), BlockTarget.InputOf(builder.Count, block.WrittenSpan));
    }
}
