using System.Net;
using Shannon.Analytics.AI.Usage;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.AI.Calls;

/// <summary>Turns a call that has ended into records.</summary>
internal sealed class CallRecords(ChatAnalyticsOptions options)
{
    private const string Timeout = "timeout";

    // A whole answer is the better copy of a response than a part of it, then the larger one.
    private const long Whole = 1L << 62;

    internal string? UserOf(ChatCall call) => Names.Fit(call.Caller?.UserId) ?? Names.Fit(options.UserId);

    internal string? ProjectOf(ChatCall call) => Names.Fit(call.Caller?.Project, MetricLimits.MaxProjectLength) ?? Names.Fit(options.Project, MetricLimits.MaxProjectLength);

    /// <summary>What kind of error it was: its type, or that it took too long.</summary>
    internal static string ErrorTypeOf(Exception error) => error is OperationCanceledException or TimeoutException ? Timeout : error.GetType().Name;

    internal SessionMetric SessionStart(ChatCall call, string session) => new(ChatMetricNames.SessionStart)
    {
        SessionId = Names.Fit(session),
        UserId = UserOf(call),
        Project = ProjectOf(call),
        Model = Names.Fit(call.Model),
        Timestamp = call.StartedAt,
        Key = Names.SessionKey(session),
    };

    /// <summary>A call that a budget stood against.</summary>
    internal AnalyticsEvent Refusal(ChatCall call, BudgetExceededException refusal)
    {
        var metric = new AnalyticsEvent(ChatMetricNames.BudgetRefused)
        {
            SessionId = Names.Fit(call.Session),
            UserId = UserOf(call),
            Project = ProjectOf(call),
            Model = Names.Fit(call.RequestModel),
            Timestamp = call.StartedAt,
        };
        metric.Attributes[ChatAttributeNames.Budget] = refusal.BlockedBy[0].Budget.Id;
        return metric;
    }

    internal IEnumerable<MetricInput> Of(ChatCall call, string session, ChatUsage? usage, PricedCost? cost)
    {
        if (usage is not null && cost is not null)
        {
            yield return Tokens(call, session, usage, cost);
        }

        yield return call.Outcome is CallOutcome.Completed or CallOutcome.Failed ? ResponseTime(call, session, usage) : Interrupted(call, session);
        if (call is { Outcome: CallOutcome.Failed, Error: { } error })
        {
            yield return Error(call, session, error);
        }

        if (options.CaptureContent)
        {
            yield return Content(call, session);
        }
    }

    private static string Word(CallOutcome? outcome) => outcome switch
    {
        CallOutcome.Completed => ChatAttributeNames.Completed,
        CallOutcome.Failed => ChatAttributeNames.Failed,
        CallOutcome.Cancelled => ChatAttributeNames.Cancelled,
        _ => ChatAttributeNames.Abandoned,
    };

    private static HttpStatusCode? StatusOf(Exception? error)
    {
        while (error is not null and not HttpRequestException)
        {
            error = error.InnerException;
        }

        return (error as HttpRequestException)?.StatusCode;
    }

    private TokenMetric Tokens(ChatCall call, string session, ChatUsage usage, PricedCost cost)
    {
        TokenMetric metric = Of(call, session, new TokenMetric(ChatMetricNames.TokenUsage)
        {
            PromptTokens = usage.Tokens.Input,
            CompletionTokens = usage.Tokens.Output,
            CacheReadTokens = usage.Tokens.CacheRead,
            CacheCreationTokens = usage.Tokens.CacheWrite5m,
            ReasoningTokens = usage.Reasoning,
            Cost = cost.Amount,
        });
        metric.Attributes[CostSourceNames.Attribute] = CostSourceNames.Of(cost.Source);
        metric.Attributes[ChatAttributeNames.PriceVersion] = cost.PriceVersion;
        metric.Attributes[ChatAttributeNames.Outcome] = Word(call.Outcome);
        if (usage.Tokens.WebSearchRequests > 0)
        {
            metric.Measurements[ChatMetricNames.WebSearchRequests] = usage.Tokens.WebSearchRequests;
        }

        return metric with { Key = KeyOf(call, ChatMetricNames.TokenUsage, usage.Total) };
    }

    private PerformanceMetric ResponseTime(ChatCall call, string session, ChatUsage? usage)
    {
        PerformanceMetric metric = Of(call, session, new PerformanceMetric(ChatMetricNames.ResponseTime, call.Duration.TotalSeconds));
        metric.Attributes[ChatAttributeNames.Success] = call.Outcome == CallOutcome.Completed;
        if (call.Outcome == CallOutcome.Completed && usage is null)
        {
            metric.Attributes[ChatAttributeNames.UsageReported] = false;
        }

        AddTimeToFirstToken(metric, call);
        if (usage is not null && RateOf(call, usage.Tokens.Output) is { } rate)
        {
            metric.Measurements[ChatMetricNames.OutputTokensPerSecond] = rate;
        }

        return metric with { Key = KeyOf(call, ChatMetricNames.ResponseTime, usage?.Total ?? 0) };
    }

    // An answer that comes in one piece, as a function call does, says nothing of the pace at which it was made.
    private static double? RateOf(ChatCall call, long tokens)
    {
        if (call.IsStreaming)
        {
            double seconds = (call.Duration - call.TimeToFirstToken)?.TotalSeconds ?? 0;
            return call.Pieces > 1 && tokens > 1 && seconds > 0 ? (tokens - 1) / seconds : null;
        }

        return tokens > 0 && call.Duration > TimeSpan.Zero ? tokens / call.Duration.TotalSeconds : null;
    }

    private AnalyticsEvent Interrupted(ChatCall call, string session)
    {
        AnalyticsEvent metric = Of(call, session, new AnalyticsEvent(ChatMetricNames.ResponseInterrupted));
        metric.Measurements[ChatMetricNames.Duration] = call.Duration.TotalSeconds;
        metric.Attributes[ChatAttributeNames.Outcome] = Word(call.Outcome);
        AddTimeToFirstToken(metric, call);
        return metric;
    }

    private ErrorMetric Error(ChatCall call, string session, Exception error)
    {
        ErrorMetric metric = Of(call, session, new ErrorMetric(ErrorTypeOf(error))
        {
            Type = ChatMetricNames.Error,

            // A message may quote the prompt.
            Message = options.CaptureContent ? Cut(error.Message) : null,
        });
        if (StatusOf(error) is { } status)
        {
            metric.Attributes[ChatAttributeNames.StatusCode] = (int)status;
        }

        return metric;
    }

    private AnalyticsEvent Content(ChatCall call, string session)
    {
        AnalyticsEvent metric = Of(call, session, new AnalyticsEvent(ChatMetricNames.ChatContent));
        metric.Attributes[ChatAttributeNames.Prompt] = Cut(call.Prompt);
        metric.Attributes[ChatAttributeNames.Answer] = Cut(call.Answer);
        if (call.IsAnswerTruncated || call.Prompt?.Length > options.MaxContentLength)
        {
            metric.Attributes[ChatAttributeNames.Truncated] = true;
        }

        return metric with { Key = KeyOf(call, ChatMetricNames.ChatContent, call.Characters) };
    }

    private static void AddTimeToFirstToken(MetricInput metric, ChatCall call)
    {
        if (call.TimeToFirstToken is { } time)
        {
            metric.Measurements[ChatMetricNames.TimeToFirstToken] = time.TotalSeconds;
        }
    }

    /// <summary>What all records of a call have in common.</summary>
    private T Of<T>(ChatCall call, string session, T metric)
        where T : MetricInput
    {
        T own = metric with
        {
            SessionId = Names.Fit(session),
            UserId = UserOf(call),
            Project = ProjectOf(call),
            Model = Names.Fit(call.Model),
            Timestamp = call.EndedAt,
        };
        own.Attributes[ChatAttributeNames.ResponseId] = Names.Fit(call.ResponseId);
        own.Attributes[ChatAttributeNames.Provider] = Names.Fit(call.Target.Provider);
        own.Attributes[ChatAttributeNames.FinishReason] = Names.Fit(call.FinishReason?.Value);
        own.Attributes[ChatAttributeNames.Streaming] = call.IsStreaming;
        if (!string.Equals(call.RequestModel, call.Model, StringComparison.Ordinal))
        {
            own.Attributes[ChatAttributeNames.RequestModel] = Names.Fit(call.RequestModel);
        }

        return own;
    }

    private static RecordKey? KeyOf(ChatCall call, string kind, long size) =>
        Names.KeyOf(kind, call.Target.Provider, call.ResponseId, (call.Outcome == CallOutcome.Completed ? Whole : 0) | Math.Min(size, Whole - 1));

    private string? Cut(string? text) => text is null || text.Length <= options.MaxContentLength ? text : text[..options.MaxContentLength];
}
