using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pipelines;

namespace Shannon.Analytics.Benchmarks.Macro.Pipelines;

/// <summary>What all contenders send through, and the stages that all of them run.</summary>
internal static class PipelineInput
{
    internal const int Sessions = 64;

    internal static ValidatorStage Validator { get; } = new() { Name = "validation" };

    internal static EnricherStage Enricher { get; } = new() { Name = "enrichment" };

    internal static TransformerStage Transformer { get; } = new() { Name = "transformation" };

    /// <summary>What is known of the sessions before.</summary>
    internal static IReadOnlyList<MetricInput> Starts() =>
        [.. Enumerable.Range(0, Sessions).Select(i => new SessionMetric { SessionId = "session-" + i, UserId = "user-" + (i % 8), Project = "/src/project", Model = "claude-sonnet-4-5", Timestamp = DateTimeOffset.UnixEpoch.AddYears(56), Attributes = { ["branch"] = "main" } })];

    /// <summary>Fresh records: storing freezes them.</summary>
    internal static PipelineRecord[] Records(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => (PipelineRecord)new TokenMetric
        {
            SessionId = "session-" + (i % Sessions),
            PromptTokens = 100 + (i % 900),
            CompletionTokens = 50 + (i % 400),
            CacheReadTokens = i % 5_000,
            Timestamp = DateTimeOffset.UnixEpoch.AddYears(56).AddSeconds(i),
            Measurements = { ["duration_ms"] = 1_000 + (i % 7_000) },
        }),
    ];
}
