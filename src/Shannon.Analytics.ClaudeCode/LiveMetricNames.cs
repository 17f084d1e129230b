namespace Shannon.Analytics.ClaudeCode;

/// <summary>The names of the metrics, measurements and attributes that a session driven live gives beside those of <see cref="TranscriptMetricNames"/> and <see cref="TranscriptAttributeNames"/>.</summary>
public static class LiveMetricNames
{
    /// <summary>Measurement of <see cref="TranscriptMetricNames.ResponseTime"/> and, where OpenTelemetry tells it, of <c>token_usage</c>: seconds to the first token of the answer.</summary>
    public const string TimeToFirstToken = "time_to_first_token";

    /// <summary>
    /// How a turn ended by Claude Code's own account; category event. Its figures are measurements that say what Claude Code reported, beside the counted
    /// <c>token_usage</c>: they are no spending of their own.
    /// </summary>
    public const string TurnResult = "turn_result";

    /// <summary>Measurement of <see cref="TurnResult"/>, the default one: US dollars by Claude Code's own estimate, sub-agents included.</summary>
    public const string ReportedCost = "reported_cost";

    /// <summary>Measurement of <see cref="TurnResult"/>: tokens of all kinds by Claude Code's account, sub-agents included.</summary>
    public const string ReportedTokens = "reported_tokens";

    /// <summary>Measurement of <see cref="TurnResult"/>: reported tokens less those of the responses that the stream showed; not 0 where it shows less than was used.</summary>
    public const string UnseenTokens = "unseen_tokens";

    /// <summary>Measurement of <see cref="TurnResult"/>: seconds spent waiting for the model.</summary>
    public const string ApiSeconds = "api_seconds";

    /// <summary>Measurement of <see cref="TurnResult"/>: requests of the main conversation.</summary>
    public const string Turns = "turns";

    /// <summary>
    /// Measurement of <c>token_usage</c>: US dollars that attempts of the same request cost which broke off. They are records of their own, marked
    /// <see cref="Abandoned"/>; what the client reports as the request's cost includes them.
    /// </summary>
    public const string AbandonedCost = "abandoned_cost";

    /// <summary>Attribute: true on a response that broke off, so that the request was made again.</summary>
    public const string Abandoned = "abandoned";

    /// <summary>A state of the account's limits; measurement <see cref="Utilization"/>; category event.</summary>
    public const string RateLimit = "rate_limit";

    /// <summary>Measurement of <see cref="RateLimit"/>: the share of the limit that is used, where it is told.</summary>
    public const string Utilization = "utilization";

    /// <summary>Measurement of <see cref="RateLimit"/>: when the limit starts anew, in seconds since 1970.</summary>
    public const string ResetsAt = "resets_at";

    /// <summary>Attribute of <see cref="RateLimit"/>: which limit, such as <c>five_hour</c>.</summary>
    public const string LimitType = "limit_type";

    /// <summary>Attribute: the state of a limit, or the way a turn ended.</summary>
    public const string Status = "status";

    /// <summary>A tool was not allowed to run; measurement <c>count</c>; category event.</summary>
    public const string PermissionDenied = "permission_denied";
}
