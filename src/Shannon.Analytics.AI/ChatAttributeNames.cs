namespace Shannon.Analytics.AI;

/// <summary>The names of the attributes that a chat client stores, and their fixed values, each spelled once.</summary>
public static class ChatAttributeNames
{
    /// <summary>The id of the model's response.</summary>
    public const string ResponseId = "response_id";

    /// <summary>The provider, such as <c>openai</c>.</summary>
    public const string Provider = "provider";

    /// <summary>The model that was asked for, where another one answered.</summary>
    public const string RequestModel = "request_model";

    /// <summary>Why the model ended, such as <c>stop</c>, <c>length</c> or <c>tool_calls</c>.</summary>
    public const string FinishReason = "finish_reason";

    /// <summary>Whether the answer was a stream.</summary>
    public const string Streaming = "streaming";

    /// <summary>Whether the call succeeded, or the function did.</summary>
    public const string Success = "success";

    /// <summary>How the call ended: <see cref="Completed"/>, <see cref="Failed"/>, <see cref="Cancelled"/> or <see cref="Abandoned"/>.</summary>
    public const string Outcome = "outcome";

    /// <summary>Value of <see cref="Outcome"/>: the answer is whole.</summary>
    public const string Completed = "completed";

    /// <summary>Value of <see cref="Outcome"/>: there was an error.</summary>
    public const string Failed = "failed";

    /// <summary>Value of <see cref="Outcome"/>: the caller cancelled.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Value of <see cref="Outcome"/>: the caller left the stream before its end.</summary>
    public const string Abandoned = "abandoned";

    /// <summary>False on a <see cref="ChatMetricNames.ResponseTime"/> whose response said nothing of tokens; absent otherwise.</summary>
    public const string UsageReported = "usage_reported";

    /// <summary>The version of the price book behind a computed cost.</summary>
    public const string PriceVersion = "price_version";

    /// <summary>The HTTP status of an error.</summary>
    public const string StatusCode = "status_code";

    /// <summary>Of <see cref="ChatMetricNames.BudgetRefused"/>: the id of the budget, the first one if there were several.</summary>
    public const string Budget = "budget";

    /// <summary>Of <see cref="ChatMetricNames.ChatContent"/>: the messages since the last answer.</summary>
    public const string Prompt = "prompt";

    /// <summary>Of <see cref="ChatMetricNames.ChatContent"/>: the text of the answer.</summary>
    public const string Answer = "answer";

    /// <summary>True on <see cref="ChatMetricNames.ChatContent"/> that was longer than <see cref="ChatAnalyticsOptions.MaxContentLength"/>; absent otherwise.</summary>
    public const string Truncated = "truncated";
}
