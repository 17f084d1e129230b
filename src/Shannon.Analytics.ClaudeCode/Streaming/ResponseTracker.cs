using Shannon.Analytics.ClaudeCode.Json;
using Shannon.Analytics.ClaudeCode.Recording;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.ClaudeCode.Streaming;

/// <summary>
/// Puts responses together from their lines, and records each once it is complete: the output count at its beginning is a placeholder. The main conversation
/// and every sub-agent have at most one response under way. Not thread-safe.
/// </summary>
internal sealed class ResponseTracker(UsageRecorder usage)
{
    private const int MaxConversations = 256;
    private readonly Dictionary<string, PendingResponse> _pending = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ModelTotals> _ofTurn = new(StringComparer.Ordinal);

    /// <summary>The responses of the turn that were recorded, as far as their prices are known.</summary>
    internal ModelTotals Turn { get; private set; }

    /// <summary>What the responses of the prompt cost, which may take several turns.</summary>
    internal decimal PromptCost { get; private set; }

    internal void BeginPrompt()
    {
        BeginTurn();
        PromptCost = 0;
    }

    internal void BeginTurn()
    {
        Turn = default;
        _ofTurn.Clear();
    }

    /// <summary>A line with a message of the model, or the beginning of one.</summary>
    internal void NoteMessage(RecordBatch batch, ReadOnlySpan<byte> line, StreamLine parsed, in LineContext context, string? model, string conversation)
    {
        if (!parsed.Core.HasUsage)
        {
            return;
        }

        if (JsonText.Storable(line, parsed.Core.MessageId, MetricLimits.MaxIdLength) is not { } id)
        {
            usage.Record(batch, line, parsed.Core, context, model);
            return;
        }

        bool isStreamed = parsed.Type == StreamLineType.Event;
        Response response = usage.Read(line, parsed.Core, id, model);
        if (_pending.TryGetValue(conversation, out PendingResponse? pending) && string.Equals(pending.Response.MessageId, id, StringComparison.Ordinal))
        {
            pending.Raise(response.Usage, response.RequestId, isFinal: false);
            return;
        }

        if (pending is not null)
        {
            decimal cost = Record(batch, pending);
            response = pending.Response.IsAbandoned ? response with { AbandonedCost = pending.Response.AbandonedCost + cost } : response;
        }
        else if (_pending.Count >= MaxConversations)
        {
            RecordAll(batch);
        }

        _pending[conversation] = new PendingResponse(context, response) { IsStreamed = isStreamed };
    }

    /// <summary>A piece of a response that is not its beginning.</summary>
    internal void NotePiece(RecordBatch batch, ReadOnlySpan<byte> line, StreamLine parsed, string conversation)
    {
        if (!_pending.TryGetValue(conversation, out PendingResponse? pending))
        {
            return;
        }

        if (parsed.EventType.Is(line, "message_delta"u8) && parsed.HasEventUsage)
        {
            pending.Raise(parsed.Core.Usage, null, isFinal: true);
        }
        else if (parsed.IsAbandoned)
        {
            // It waits for the response to the next attempt, which has to know what this one cost.
            pending.Abandon();
        }
        else if (parsed.EventType.Is(line, "message_stop"u8))
        {
            Complete(batch, conversation, pending);
        }
    }

    /// <summary>A result came back from a tool, so the response that asked for it is complete; one that comes in pieces says so itself.</summary>
    internal void NoteToolResult(RecordBatch batch, string conversation)
    {
        if (_pending.TryGetValue(conversation, out PendingResponse? pending) && !pending.IsStreamed)
        {
            Complete(batch, conversation, pending);
        }
    }

    /// <summary>Nothing more will come.</summary>
    internal void RecordAll(RecordBatch batch)
    {
        foreach (PendingResponse pending in _pending.Values)
        {
            Record(batch, pending);
        }

        _pending.Clear();
    }

    private void Complete(RecordBatch batch, string conversation, PendingResponse pending)
    {
        _pending.Remove(conversation);
        Record(batch, pending);
    }

    // Returns what it cost, as far as that is known. A line that comes late repeats what the response's beginning said.
    private decimal Record(RecordBatch batch, PendingResponse pending)
    {
        string id = pending.Response.MessageId ?? string.Empty;
        long tokens = pending.Response.Usage.Total;
        ModelTotals known = _ofTurn.GetValueOrDefault(id);
        if (known.Tokens >= tokens && known.Tokens > 0)
        {
            return known.Cost;
        }

        decimal cost = usage.Record(batch, pending.Response, pending.Context) ?? 0;
        _ofTurn[id] = new ModelTotals(tokens, cost);
        Turn = new ModelTotals(Turn.Tokens + tokens - known.Tokens, Turn.Cost + cost - known.Cost);
        PromptCost += cost - known.Cost;
        return cost;
    }
}
