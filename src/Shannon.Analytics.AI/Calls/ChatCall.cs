using System.Text;
using Microsoft.Extensions.AI;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing.Budgets;

namespace Shannon.Analytics.AI.Calls;

/// <summary>One call of the model, as it is seen from outside: what was asked, what came when, how it ended. Not thread-safe.</summary>
internal sealed class ChatCall
{
    private readonly TimeProvider _clock;
    private readonly List<SeenCall> _toolCalls = [];
    private readonly List<SeenResult> _toolResults = [];
    private readonly StringBuilder? _answer;
    private readonly int _answerLimit;
    private ChatResponse? _response;
    private long _start;
    private long _lastChunk;

    internal ChatCall(TimeProvider clock, CallTarget target, ChatOptions? options, bool isStreaming, int? answerLimit)
    {
        _clock = clock;
        Target = target;
        RequestModel = options?.ModelId ?? target.DefaultModel;
        RequestConversation = options?.ConversationId;
        IsStreaming = isStreaming;
        _answer = answerLimit is null ? null : new StringBuilder();
        _answerLimit = answerLimit ?? 0;
        Start();
    }

    internal CallTarget Target { get; }

    internal string? RequestModel { get; }

    internal string? RequestConversation { get; }

    internal bool IsStreaming { get; }

    internal ChatCaller? Caller { get; init; }

    /// <summary>The text of the prompt, where content is kept.</summary>
    internal string? Prompt { get; init; }

    /// <summary>Uses of functions that ended with the request.</summary>
    internal List<ToolMetric> Ended { get; } = [];

    /// <summary>Characters of text in all messages of the request, its instructions included.</summary>
    internal long PromptCharacters { get; init; }

    /// <summary>The session, as far as it is known before the response.</summary>
    internal string? Session { get; set; }

    /// <summary>Money set aside for it, if a budget concerns it.</summary>
    internal BudgetReservation? Reservation { get; set; }

    internal DateTimeOffset StartedAt { get; private set; }

    internal DateTimeOffset EndedAt { get; private set; }

    /// <summary>How it ended; null as long as it has not.</summary>
    internal CallOutcome? Outcome { get; private set; }

    internal Exception? Error { get; private set; }

    internal TimeSpan Duration { get; private set; }

    /// <summary>Until the first update of a stream, of whatever kind.</summary>
    internal TimeSpan? TimeToFirstChunk { get; private set; }

    /// <summary>Until the first update of a stream that holds text, reasoning, data or a function call.</summary>
    internal TimeSpan? TimeToFirstToken { get; private set; }

    /// <summary>How many pieces of text, reasoning, data or function calls a stream brought.</summary>
    internal int Pieces { get; private set; }

    /// <summary>Between the last two updates.</summary>
    internal TimeSpan? LastGap { get; private set; }

    internal string? ResponseId { get; private set; }

    internal string? ResponseModel { get; private set; }

    internal string? ResponseConversation { get; private set; }

    internal ChatFinishReason? FinishReason { get; private set; }

    internal UsageDetails? Usage { get; private set; }

    internal AdditionalPropertiesDictionary? Properties { get; private set; }

    /// <summary>Characters of text that came.</summary>
    internal long Characters { get; private set; }

    internal IReadOnlyList<SeenCall> ToolCalls => _toolCalls;

    internal IReadOnlyList<SeenResult> ToolResults => _toolResults;

    internal string? Model => ResponseModel ?? RequestModel;

    internal string? Answer => _answer?.ToString();

    internal bool IsAnswerTruncated { get; private set; }

    /// <summary>The request leaves now: what went before does not count as the model's time.</summary>
    internal void Start()
    {
        _start = _clock.GetTimestamp();
        StartedAt = _clock.GetUtcNow();
    }

    internal void Observe(ChatResponse response)
    {
        End(CallOutcome.Completed);
        _response = response;
        ResponseId = response.ResponseId;
        ResponseModel = response.ModelId;
        ResponseConversation = response.ConversationId;
        FinishReason = response.FinishReason;
        Usage = response.Usage;
        Properties = response.AdditionalProperties;
        long seen = _clock.GetTimestamp();
        foreach (AIContent content in response.Messages.SelectMany(static message => message.Contents))
        {
            Observe(content, seen, resultSeen: null);
        }
    }

    internal void Observe(ChatResponseUpdate update)
    {
        long seen = _clock.GetTimestamp();
        TimeSpan elapsed = _clock.GetElapsedTime(_start, seen);
        LastGap = TimeToFirstChunk is null ? null : _clock.GetElapsedTime(_lastChunk, seen);
        TimeToFirstChunk ??= elapsed;
        _lastChunk = seen;
        ResponseId = update.ResponseId ?? ResponseId;
        ResponseModel = update.ModelId ?? ResponseModel;
        ResponseConversation = update.ConversationId ?? ResponseConversation;
        FinishReason = update.FinishReason ?? FinishReason;
        Properties = update.AdditionalProperties ?? Properties;
        foreach (AIContent content in update.Contents)
        {
            if (IsToken(content))
            {
                TimeToFirstToken ??= elapsed;
                Pieces++;
            }

            Observe(content, seen, seen);
        }
    }

    /// <summary>Takes note of an error, which is none if the caller cancelled.</summary>
    internal void Fail(Exception error, CancellationToken cancellationToken)
    {
        Error = error;
        End(error is OperationCanceledException && cancellationToken.IsCancellationRequested ? CallOutcome.Cancelled : CallOutcome.Failed);
    }

    /// <summary>Ends the call unless it has ended.</summary>
    internal void End(CallOutcome outcome)
    {
        if (Outcome is null)
        {
            Outcome = outcome;
            Duration = _clock.GetElapsedTime(_start);
            EndedAt = _clock.GetUtcNow();
        }
    }

    /// <summary>Ends a call whose caller reads no further: all that matters has come if the model said why it ended.</summary>
    internal void Leave() => End(FinishReason is null ? CallOutcome.Abandoned : CallOutcome.Completed);

    /// <summary>The response, or of a stream what is known of it, without messages.</summary>
    internal ChatResponse ToResponse() => _response ?? new ChatResponse
    {
        ResponseId = ResponseId,
        ModelId = ResponseModel,
        ConversationId = ResponseConversation,
        FinishReason = FinishReason,
        Usage = Usage,
        AdditionalProperties = Properties,
    };

    private static bool IsToken(AIContent content) => content switch
    {
        TextContent text => text.Text.Length > 0,
        TextReasoningContent reasoning => reasoning.Text.Length > 0,
        UsageContent or FunctionResultContent => false,
        FunctionCallContent or DataContent => true,
        _ => false,
    };

    private void Observe(AIContent content, long seen, long? resultSeen)
    {
        switch (content)
        {
            case TextContent text:
                Observe(text.Text);
                break;
            case UsageContent { Details: { } details } when IsStreaming:
                // A stream may say it in parts, which add up: the convention of Microsoft.Extensions.AI.
                (Usage ??= new UsageDetails()).Add(details);
                break;
            case FunctionCallContent { CallId.Length: > 0 } call:
                _toolCalls.Add(new SeenCall(call.CallId, call.Name, seen));
                break;
            case FunctionResultContent { CallId.Length: > 0 } result:
                _toolResults.Add(new SeenResult(result.CallId, result.Exception is null, resultSeen));
                break;
        }
    }

    private void Observe(string text)
    {
        Characters += text.Length;
        if (_answer is not null)
        {
            int room = _answerLimit - _answer.Length;
            _answer.Append(text, 0, Math.Min(room, text.Length));
            IsAnswerTruncated |= text.Length > room;
        }
    }
}
