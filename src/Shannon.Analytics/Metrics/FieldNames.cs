namespace Shannon.Analytics.Metrics;

/// <summary>The names of metrics, measurements and attributes that the library itself gives, each spelled once.</summary>
internal static class FieldNames
{
    internal const string Value = "value";
    internal const string Count = "count";
    internal const string Unit = "unit";
    internal const string DurationMs = "duration_ms";
    internal const string Duration = "duration";

    internal const string ResponseTime = "response_time";
    internal const string ResourceUsage = "resource_usage";
    internal const string TokenUsage = "token_usage";
    internal const string Error = "error";
    internal const string ToolUse = "tool_use";
    internal const string ApiCall = "api_call";
    internal const string Event = "event";
    internal const string PromptExecution = "prompt_execution";
    internal const string Tokens = "tokens";
    internal const string SessionStart = "session_start";
    internal const string SessionEnd = "session_end";

    internal const string CpuPercent = "cpu_percent";
    internal const string MemoryMb = "memory_mb";
    internal const string DiskReadMb = "disk_io_read_mb";
    internal const string DiskWriteMb = "disk_io_write_mb";
    internal const string NetworkInMb = "network_in_mb";
    internal const string NetworkOutMb = "network_out_mb";

    internal const string PromptTokens = "prompt_tokens";
    internal const string CompletionTokens = "completion_tokens";
    internal const string TotalTokens = "total_tokens";
    internal const string CacheReadTokens = "cache_read_tokens";
    internal const string CacheCreationTokens = "cache_creation_tokens";
    internal const string CacheCreation5mTokens = "cache_creation_5m_tokens";
    internal const string CacheCreation1hTokens = "cache_creation_1h_tokens";
    internal const string ReasoningTokens = "reasoning_tokens";

    internal const string WebSearchRequests = "web_search_requests";
    internal const string MessageId = "message_id";
    internal const string PriceVersion = "price_version";
    internal const string Speed = "speed";
    internal const string InferenceGeo = "inference_geo";

    internal const string GitBranch = "git_branch";
    internal const string AgentId = "agent_id";
    internal const string SubagentId = "subagent_id";
    internal const string SubagentType = "subagent_type";
    internal const string TimeToFirstToken = "time_to_first_token";
    internal const string Attempt = "attempt";

    internal const string RateLimit = "rate_limit";
    internal const string Utilization = "utilization";
    internal const string RateLimitType = "rate_limit_type";
    internal const string ResetsAt = "resets_at";

    internal const string ErrorType = "error_type";
    internal const string Message = "message";
    internal const string Severity = "severity";
    internal const string Recoverable = "recoverable";

    internal const string ToolName = "tool_name";
    internal const string ToolUseId = "tool_use_id";
    internal const string Success = "success";
    internal const string InputBytes = "input_bytes";
    internal const string OutputBytes = "output_bytes";
    internal const string Endpoint = "endpoint";
    internal const string StatusCode = "status_code";

    internal const string Id = "id";
    internal const string Timestamp = "timestamp";
    internal const string Category = "category";
    internal const string Type = "type";
    internal const string MetricName = "metric_name";
    internal const string SessionId = "session_id";
    internal const string UserId = "user_id";
    internal const string Project = "project";
    internal const string Model = "model";
    internal const string Cost = "cost";
    internal const string CostEstimate = "cost_estimate";
    internal const string Key = "key";
    internal const string KeyRank = "key_rank";
    internal const string Aliases = "aliases";
    internal const string Measurements = "measurements";
    internal const string Attributes = "attributes";
    internal const string Context = "context";
    internal const string Metadata = "metadata";
    internal const string Dimensions = "dimensions";
}
