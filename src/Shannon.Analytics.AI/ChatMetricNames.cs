namespace Shannon.Analytics.AI;

/// <summary>The names of the metrics and measurements that a chat client stores, each spelled once.</summary>
public static class ChatMetricNames
{
    /// <summary>Tokens and cost of one response; category token.</summary>
    public const string TokenUsage = "token_usage";

    /// <summary>Seconds from the request to the end of the answer or to the error; category performance. Not of calls that the caller gave up.</summary>
    public const string ResponseTime = "response_time";

    /// <summary>Measurement of <see cref="ResponseTime"/> and <see cref="ResponseInterrupted"/>: seconds from the request to the first content of a stream.</summary>
    public const string TimeToFirstToken = "time_to_first_token";

    /// <summary>Measurement of <see cref="ResponseTime"/>: of a stream, output tokens after the first by the seconds after the first content; else output tokens by the seconds since the request.</summary>
    public const string OutputTokensPerSecond = "output_tokens_per_second";

    /// <summary>A call that its caller cancelled, or whose stream its caller left; measurement <see cref="Duration"/>; category event.</summary>
    public const string ResponseInterrupted = "response_interrupted";

    /// <summary>Measurement of <see cref="ResponseInterrupted"/>: seconds from the request until the caller gave up.</summary>
    public const string Duration = "duration";

    /// <summary>Measurement of <see cref="TokenUsage"/>: web searches of the server, where there were any.</summary>
    public const string WebSearchRequests = "web_search_requests";

    /// <summary>One per session, at its first call; category session.</summary>
    public const string SessionStart = "session_start";

    /// <summary>One use of a function; measurement <c>duration_ms</c>; category tool.</summary>
    public const string ToolUse = "tool_use";

    /// <summary>The call failed; category error.</summary>
    public const string Error = "error";

    /// <summary>A budget stood against a call, which was not made; category event.</summary>
    public const string BudgetRefused = "budget_refused";

    /// <summary>Prompt and answer, where <see cref="ChatAnalyticsOptions.CaptureContent"/> asks for them; category event.</summary>
    public const string ChatContent = "chat_content";
}
