using System.Collections.Frozen;
using Shannon.Analytics.ClaudeCode.Ledger;
using Shannon.Analytics.ClaudeCode.Recording;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.ClaudeCode.Telemetry;

/// <summary>Makes records of Claude Code's events. Thread-safe.</summary>
internal sealed class EventMapper
{
    /// <summary>Events that tell nothing that is recorded: prompts and responses are known by what they used, hooks and plug-ins are the client's own affairs.</summary>
    private static readonly FrozenSet<string> Ignored = FrozenSet.ToFrozenSet(
        [
            "user_prompt", "assistant_response", "api_retries_exhausted", "api_refusal", "permission_mode_changed", "auth", "mcp_server_connection", "internal_error",
            "plugin_installed", "plugin_loaded", "skill_activated", "at_mention", "hook_registered", "hook_execution_start", "hook_execution_complete",
            "subagent_completed", "feedback_survey", "retention_sweep", "managed_settings_resolved",
        ],
        StringComparer.Ordinal);

    /// <summary>US dollars; no request costs more.</summary>
    private const double MaxCost = 1e9;

    private readonly Dictionary<string, Func<TelemetryItem, RawMetric?>> _maps;
    private readonly CostCalculator _calculator;
    private readonly LedgerMergers _mergers;

    internal EventMapper(ClaudeTelemetryOptions options)
    {
        _calculator = new CostCalculator(options.Prices, options.CostMode);
        _mergers = new LedgerMergers(_calculator);
        _maps = new(StringComparer.Ordinal)
        {
            ["api_request"] = Request,
            ["api_error"] = Failure,
            ["tool_result"] = ToolResult,
            ["tool_decision"] = ToolDecision,
            ["compaction"] = Compaction,
        };
    }

    internal bool Knows(string name) => _maps.ContainsKey(name);

    internal static bool Ignores(string name) => Ignored.Contains(name);

    /// <returns>Null if the event lacks what it needs.</returns>
    internal RawMetric? Map(string name, TelemetryItem item) => _maps[name](item) is { } record && !item.HasBadNumber ? record : null;

    private RawMetric? Request(TelemetryItem item)
    {
        string? request = item.Fields.Text("request_id");
        bool isTold = item.Number("input_tokens") is not null && item.Number("output_tokens") is not null;
        if (!isTold)
        {
            return null;
        }

        // Without the request's id nothing tells which response of other sources it is: then it must not count beside them.
        RawMetric record = request is null
            ? Alone(item, TelemetryNames.UnjoinedRequest)
            : item.NewRecord(MetricCategory.Token, TranscriptMetricNames.TokenUsage) with { Key = new RecordKey(KeyOf(LedgerPlan.Request, request)), Merger = _mergers.Tokens };
        record.Measurements["prompt_tokens"] = item.Number("input_tokens")!.Value;
        record.Measurements["completion_tokens"] = item.Number("output_tokens")!.Value;
        record.Measurements["cache_read_tokens"] = item.Number("cache_read_tokens") ?? 0;
        record.Measurements["cache_creation_tokens"] = item.Number("cache_creation_tokens") ?? 0;
        TelemetryItem.Measure(record, "cache_creation_5m_tokens", item.Number("cache_creation_5m_tokens"));
        TelemetryItem.Measure(record, "cache_creation_1h_tokens", item.Number("cache_creation_1h_tokens"));
        record.Measurements["total_tokens"] = TokenFacts.Parts.Sum(part => record.Measurements[part]);
        TelemetryItem.Measure(record, TelemetryNames.DurationMs, item.Number("duration_ms"));
        TelemetryItem.Measure(record, LiveMetricNames.TimeToFirstToken, item.Number("ttft_ms") / 1000);
        TelemetryItem.Set(record, TranscriptAttributeNames.RequestId, request);
        TelemetryItem.Set(record, TranscriptAttributeNames.Speed, item.Fields.Text("speed") is { } speed and not "normal" ? speed : null);
        CopyRequestFields(record, item);
        double? reported = item.Number("cost_usd");
        if (item.HasBadNumber || reported > MaxCost)
        {
            return null;
        }

        if (request is null)
        {
            TelemetryItem.Measure(record, LiveMetricNames.ReportedCost, reported);
            return record;
        }

        PricedCost cost = _calculator.Calculate(TokenFacts.RequestOf(record.Model, record.Timestamp!.Value, record.Measurements, record.Attributes) with { ReportedCost = (decimal?)reported });
        record.Attributes[CostSourceNames.Attribute] = CostSourceNames.Of(cost.Source);
        TelemetryItem.Set(record, TranscriptAttributeNames.PriceVersion, cost.PriceVersion);
        long rank = RecordRanks.Usage(item.IsSidechain, (long)record.Measurements["total_tokens"], isForked: false, item.Tie);
        return record with { Cost = cost.Amount, Key = record.Key!.Value with { Rank = rank | LedgerPlan.Tokens.RankOf(LedgerSource.OpenTelemetry) } };
    }

    private RawMetric? Failure(TelemetryItem item)
    {
        string? request = item.Fields.Text("request_id");
        long rank = RecordRanks.Other(item.IsSidechain, isForked: false, item.Tie) | LedgerPlan.Errors.RankOf(LedgerSource.OpenTelemetry);
        RawMetric record = request is null
            ? Alone(item, TelemetryNames.UnjoinedError)
            : item.NewRecord(MetricCategory.Error, TranscriptMetricNames.Error) with { Key = new RecordKey(KeyOf(LedgerPlan.FailedRequest, request), rank), Merger = _mergers.Errors };
        record.Measurements["count"] = 1;
        TelemetryItem.Measure(record, TelemetryNames.DurationMs, item.Number("duration_ms"));
        TelemetryItem.Set(record, TranscriptAttributeNames.RequestId, request);
        TelemetryItem.Set(record, TranscriptAttributeNames.ErrorType, "api_error");
        TelemetryItem.Set(record, TranscriptAttributeNames.Severity, "error");
        TelemetryItem.Set(record, TranscriptAttributeNames.Recoverable, false);
        TelemetryItem.Set(record, TranscriptAttributeNames.StatusCode, NumberOf(item.Number("status_code")));
        TelemetryItem.Set(record, TranscriptAttributeNames.Attempt, NumberOf(item.Number("attempt")));
        CopyRequestFields(record, item);
        return record;
    }

    private RawMetric? ToolResult(TelemetryItem item)
    {
        double? duration = item.Number("duration_ms");
        if (Tool(item, hasResult: true, duration) is not { } record)
        {
            return null;
        }

        TelemetryItem.Measure(record, TelemetryNames.DurationMs, duration);
        TelemetryItem.Measure(record, TelemetryNames.InputBytes, item.Number("tool_input_size_bytes"));
        TelemetryItem.Measure(record, TelemetryNames.OutputBytes, item.Number("tool_result_size_bytes"));
        TelemetryItem.Set(record, TranscriptAttributeNames.Success, item.Fields.Truth("success") is { } success ? success : default(AttributeValue));
        item.Copy(record, TelemetryNames.Decision, "decision_type");
        item.Copy(record, TelemetryNames.DecisionSource, "decision_source");
        return record;
    }

    private RawMetric? ToolDecision(TelemetryItem item)
    {
        if (Tool(item, hasResult: false, null) is not { } record)
        {
            return null;
        }

        item.Copy(record, TelemetryNames.Decision, "decision");
        item.Copy(record, TelemetryNames.DecisionSource, "source");
        return record;
    }

    private RawMetric? Tool(TelemetryItem item, bool hasResult, double? durationMs)
    {
        if (item.Fields.Text("tool_use_id") is not { } id || item.Fields.Text("tool_name") is not { } name)
        {
            return null;
        }

        // The event comes with the result; a tool use counts from its beginning.
        long begin = item.Micros - (long)Math.Min((durationMs ?? 0) * 1000, item.Micros);
        long rank = RecordRanks.Tool(hasResult, item.IsSidechain, isForked: false, item.Tie) | LedgerPlan.Tools.RankOf(LedgerSource.OpenTelemetry);
        RawMetric record = item.NewRecord(MetricCategory.Tool, TranscriptMetricNames.ToolUse, begin) with { Key = new RecordKey(KeyOf("tool", id), rank), Merger = _mergers.Tools };
        record.Attributes[TranscriptAttributeNames.ToolName] = name;
        record.Attributes[TranscriptAttributeNames.ToolUseId] = id;
        TelemetryItem.Set(record, TranscriptAttributeNames.McpServer, ToolRecorder.McpServerOf(name));
        item.Copy(record, TelemetryNames.PromptId, "prompt.id");
        return record;
    }

    private RawMetric? Compaction(TelemetryItem item)
    {
        RawMetric record = Alone(item, TelemetryNames.CompactionRun);
        TelemetryItem.Measure(record, TelemetryNames.DurationMs, item.Number("duration_ms"));
        TelemetryItem.Measure(record, TranscriptMetricNames.PreTokens, item.Number("pre_tokens"));
        TelemetryItem.Measure(record, TelemetryNames.PostTokens, item.Number("post_tokens"));
        TelemetryItem.Set(record, TranscriptAttributeNames.Success, item.Fields.Truth("success") is { } success ? success : default(AttributeValue));
        item.Copy(record, TranscriptAttributeNames.Trigger, "trigger");
        item.Copy(record, TelemetryNames.PromptId, "prompt.id");
        return record;
    }

    // An event that no other source knows by an id: sent again it is the same, and that is all.
    private static RawMetric Alone(TelemetryItem item, string name) =>
        item.NewRecord(MetricCategory.Event, name) with { Key = new RecordKey(KeyOf(name, item.Place)) };

    private static void CopyRequestFields(RawMetric record, TelemetryItem item)
    {
        item.Copy(record, TelemetryNames.QuerySource, "query_source");
        item.Copy(record, TelemetryNames.PromptId, "prompt.id");
        item.Copy(record, TelemetryNames.Effort, "effort");
        item.Copy(record, TelemetryNames.AgentName, "agent.name");
    }

    private static AttributeValue NumberOf(double? number) => number is { } value ? value : default(AttributeValue);

    private static string KeyOf(string kind, string id) => new KeyWriter().Begin(System.Text.Encoding.ASCII.GetBytes(kind)).Append(id).ToString();
}
