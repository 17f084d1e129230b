using System.Collections.Frozen;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Pipelines.Records;

/// <summary>The keys of records in JSON that <see cref="MetricJson"/> gives a meaning, and what stands under them.</summary>
internal static class RecordKeys
{
    private static readonly FrozenDictionary<string, KeyKind> Kinds = Table().ToFrozenDictionary(StringComparer.Ordinal);

    internal static KeyKind? Of(string key) => Kinds.TryGetValue(key, out KeyKind kind) ? kind : null;

    private static IEnumerable<KeyValuePair<string, KeyKind>> Table() =>
    [
        .. All(
            KeyKind.Text,
            FieldNames.Type,
            FieldNames.Event,
            FieldNames.MetricName,
            FieldNames.Category,
            FieldNames.SessionId,
            "session",
            FieldNames.UserId,
            "user",
            FieldNames.Project,
            "cwd",
            "project_path",
            FieldNames.Model,
            FieldNames.Key,
            FieldNames.Unit,
            FieldNames.ErrorType,
            FieldNames.Message,
            FieldNames.Severity,
            FieldNames.ToolName,
            FieldNames.ToolUseId,
            FieldNames.Endpoint),
        .. All(
            KeyKind.Number,
            FieldNames.Id,
            FieldNames.Value,
            FieldNames.Count,
            FieldNames.Duration,
            FieldNames.DurationMs,
            FieldNames.Tokens,
            FieldNames.CpuPercent,
            FieldNames.MemoryMb,
            FieldNames.DiskReadMb,
            FieldNames.DiskWriteMb,
            FieldNames.NetworkInMb,
            FieldNames.NetworkOutMb,
            FieldNames.PromptTokens,
            "input_tokens",
            FieldNames.CompletionTokens,
            "output_tokens",
            FieldNames.TotalTokens,
            FieldNames.CacheReadTokens,
            "cache_read_input_tokens",
            FieldNames.CacheCreationTokens,
            "cache_creation_input_tokens",
            FieldNames.CacheCreation5mTokens,
            "ephemeral_5m_input_tokens",
            FieldNames.CacheCreation1hTokens,
            "ephemeral_1h_input_tokens",
            FieldNames.ReasoningTokens,
            FieldNames.Cost,
            FieldNames.CostEstimate,
            "cost_usd",
            "total_cost_usd",
            FieldNames.KeyRank,
            FieldNames.InputBytes,
            FieldNames.OutputBytes,
            FieldNames.StatusCode),
        .. All(KeyKind.Flag, FieldNames.Success, FieldNames.Recoverable),
        .. All(KeyKind.Time, FieldNames.Timestamp),
        .. All(KeyKind.Container, FieldNames.Context, FieldNames.Metadata, FieldNames.Dimensions, FieldNames.Attributes, FieldNames.Measurements),
    ];

    private static IEnumerable<KeyValuePair<string, KeyKind>> All(KeyKind kind, params string[] keys) => keys.Select(key => KeyValuePair.Create(key, kind));
}
