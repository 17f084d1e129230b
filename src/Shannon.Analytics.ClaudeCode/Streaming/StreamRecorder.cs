using Shannon.Analytics.ClaudeCode.Json;
using Shannon.Analytics.ClaudeCode.Parsing;
using Shannon.Analytics.ClaudeCode.Recording;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.ClaudeCode.Streaming;

/// <summary>
/// Turns the live stream of one session into records, with the keys, ranks and names that an import of its transcript gives them. Lives as long as the
/// session, over several processes. Thread-safe.
/// </summary>
internal sealed class StreamRecorder
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly StreamLine _parsed = new();
    private readonly TextCache _texts = new();
    private readonly RecordBatch _batch = new();
    private readonly KeyWriter _key = new();
    private readonly UsageRecorder _usage;
    private readonly ToolRecorder _tools;
    private readonly TurnRecorder _turns;
    private readonly SessionRecorder _sessions;
    private readonly ErrorRecorder _errors;
    private readonly ResponseTracker _responses;
    private readonly LiveRecorder _live;
    private readonly TurnTotals _totals = new();
    private StreamIdentity _identity;
    private bool _hasFailureOnRecord;
    private bool _isTakenUp;
    private bool _hasAnswered;

    internal StreamRecorder(StreamIdentity identity, CostCalculator calculator, TimeProvider time)
    {
        _identity = identity;
        _time = time;
        _usage = new UsageRecorder(calculator, _texts, _key);
        _tools = new ToolRecorder(_texts, _key);
        _turns = new TurnRecorder(_key);
        _sessions = new SessionRecorder(_key);
        _errors = new ErrorRecorder(_texts, _key);
        _responses = new ResponseTracker(_usage);
        _live = new LiveRecorder(_texts, _key, identity.UserId);
    }

    internal StreamCounts Counts { get; } = new();

    /// <summary>The id under which Claude Code knows the session now.</summary>
    internal string SessionId
    {
        get
        {
            lock (_lock)
            {
                return _identity.SessionId;
            }
        }
    }

    /// <summary>What the prompt under way has cost so far by the responses seen, in US dollars.</summary>
    internal decimal Spent
    {
        get
        {
            lock (_lock)
            {
                return _responses.PromptCost;
            }
        }
    }

    /// <summary>Whether Claude Code has answered in the session, so that it can be resumed.</summary>
    internal bool HasAnswered
    {
        get
        {
            lock (_lock)
            {
                return _hasAnswered;
            }
        }
    }

    /// <summary>Whether Claude Code has taken up the session.</summary>
    internal bool IsTakenUp
    {
        get
        {
            lock (_lock)
            {
                return _isTakenUp;
            }
        }
    }

    internal void BeginSession()
    {
        lock (_lock)
        {
            _sessions.Note(_batch, Now(), _identity.Model);
        }
    }

    internal void BeginProcess()
    {
        lock (_lock)
        {
            _totals.BeginProcess();
        }
    }

    /// <summary>A prompt is handed over; its id is that of its line in the transcript.</summary>
    internal void BeginPrompt(string promptId)
    {
        lock (_lock)
        {
            LineContext now = Now();
            _responses.BeginPrompt();
            _hasFailureOnRecord = false;
            _turns.Begin(new OpenTurn
            {
                Id = promptId,
                StartMicros = now.Micros,
                Session = now.Session,
                Project = now.Project,
                Model = _identity.Model,
                Branch = now.Branch,
                Version = now.Version,
            });
        }
    }

    /// <summary>Records what a line says.</summary>
    /// <returns>How a turn ended, if the line says that one did.</returns>
    internal TurnResult? Record(ReadOnlySpan<byte> line)
    {
        lock (_lock)
        {
            Counts.AddLine();
            StreamLine parsed = _parsed;
            if (!StreamLineParser.TryParse(line, parsed) || parsed.Core.HasBadNumber)
            {
                Counts.AddMalformed();
                return null;
            }

            switch (parsed.Type)
            {
                case StreamLineType.Unknown:
                    Counts.AddUnknown();
                    return null;
                case StreamLineType.Ignored:
                    return null;
                case StreamLineType.Result:
                    return RecordResult(line, ContextOf(line));
                default:
                    RecordLine(line, ContextOf(line));
                    return null;
            }
        }
    }

    /// <summary>The prompt ended without a result of Claude Code.</summary>
    internal void FailPrompt(string promptId, string errorType)
    {
        lock (_lock)
        {
            LineContext now = Now();
            EndOpenEnds();
            _turns.EndEstimated(_batch, now.Micros);
            _live.AddError(now, errorType, promptId);
        }
    }

    /// <summary>The process has ended: what is still open stays as far as it is known.</summary>
    internal void EndProcess()
    {
        lock (_lock)
        {
            EndOpenEnds();
        }
    }

    /// <summary>Takes the records that have come together.</summary>
    internal IReadOnlyList<MetricInput> Take()
    {
        lock (_lock)
        {
            if (_batch.Rows == 0 && _live.Count == 0)
            {
                return [];
            }

            List<MetricInput> metrics = [.. _batch.Tables.SelectMany(table => table.ToMetrics(_identity.UserId)), .. _live.Take()];
            _batch.Clear();
            return metrics;
        }
    }

    private void EndOpenEnds()
    {
        _responses.RecordAll(_batch);
        _tools.RecordUnfinished(_batch);
    }

    private void RecordLine(ReadOnlySpan<byte> line, in LineContext context)
    {
        TranscriptLine core = _parsed.Core;
        string conversation = _texts.Get(line, _parsed.ParentToolUseId, MetricLimits.MaxIdLength) ?? string.Empty;
        switch (_parsed.Type)
        {
            case StreamLineType.Init:
                _isTakenUp = true;
                _identity = _identity with
                {
                    Model = _texts.Get(line, _parsed.Model, MetricLimits.MaxIdLength) ?? _identity.Model,
                    Version = _texts.Get(line, _parsed.Version, MetricLimits.MaxIdLength) ?? _identity.Version,
                    Project = _identity.Project ?? _texts.Get(line, core.Project, MetricLimits.MaxProjectLength),
                };
                _sessions.Note(_batch, context, _identity.Model);
                break;
            case StreamLineType.Assistant:
                RecordAssistant(line, context, conversation);
                break;
            case StreamLineType.User when core.Blocks.Exists(block => block.IsResult):
                _responses.NoteToolResult(_batch, conversation);
                _tools.RecordResults(_batch, line, core, context);
                break;
            case StreamLineType.Event when _parsed.EventType.Is(line, "message_start"u8):
                _responses.NoteMessage(_batch, line, _parsed, context, _texts.Get(line, core.Model, MetricLimits.MaxIdLength), conversation);
                break;
            case StreamLineType.Event:
                _responses.NotePiece(_batch, line, _parsed, conversation);
                break;
            case StreamLineType.Retry:
                core.ErrorStatus = _parsed.HttpStatus;
                _errors.RecordAttempt(_batch, line, core, context);
                break;
            case StreamLineType.Compaction:
                _errors.RecordCompaction(_batch, line, core, context);
                break;
            case StreamLineType.Denial:
                _live.AddDenial(line, _parsed.ToolName, _parsed.ToolUseId, context);
                break;
            case StreamLineType.RateLimit:
                _live.AddRateLimit(line, _parsed, context);
                break;
            case StreamLineType.Reset:
                _identity = _identity with { SessionId = _texts.Get(line, _parsed.NewSessionId, MetricLimits.MaxIdLength) ?? _identity.SessionId };
                _totals.Reset();
                break;
        }
    }

    private void RecordAssistant(ReadOnlySpan<byte> line, in LineContext context, string conversation)
    {
        _hasAnswered = true;
        TranscriptLine core = _parsed.Core;
        if (!core.HasMessage)
        {
            Counts.AddMalformed();
            return;
        }

        if (core.Model.Is(line, "<synthetic>"u8))
        {
            core.IsApiError = core.ErrorText.IsPresent;
            _hasFailureOnRecord |= core.IsApiError;
            _errors.RecordPlaceholder(_batch, line, core, context);
            return;
        }

        string? model = _texts.Get(line, core.Model, MetricLimits.MaxIdLength);
        _sessions.Note(_batch, context, model);
        _responses.NoteMessage(_batch, line, _parsed, context, model, conversation);
        _tools.RecordUses(_batch, line, core, context, model);
        if (!context.IsSidechain)
        {
            _turns.NoteAnswer(context, model);
        }
    }

    private TurnResult RecordResult(ReadOnlySpan<byte> line, in LineContext context)
    {
        StreamLine parsed = _parsed;
        _responses.RecordAll(_batch);
        bool isOfPrompt = _turns.Open is not null;
        string id = _turns.Open?.Id ?? string.Empty;
        _turns.EndMeasured(_batch, line, parsed.Core, context);
        ModelTotals? used = parsed.TotalCost is { } cost
            ? _totals.Take(new ModelTotals(parsed.Total?.Tokens ?? 0, cost), parsed.SinceLastResult, _responses.Turn.Cost)
            : null;
        string? error = ErrorOf(line, parsed);
        if (error is not null && !_hasFailureOnRecord)
        {
            _live.AddError(context, error, id);
        }

        if (isOfPrompt)
        {
            _live.AddTimeToFirstToken(parsed, context, id, _identity.Model);
        }

        foreach ((TextRange toolName, TextRange toolUseId) in parsed.Denials)
        {
            // Most versions told it before: the key is the same.
            _live.AddDenial(line, toolName, toolUseId, context);
        }

        _live.AddResult(line, parsed, context, used, _responses.Turn.Tokens);
        _responses.BeginTurn();
        return new TurnResult
        {
            Text = JsonText.Unescape(line, parsed.ResultText) ?? string.Empty,
            ErrorType = error,
            Cost = used?.Cost,
            Tokens = parsed.Total is null ? null : used?.Tokens,
            DurationMs = parsed.Core.DurationMs,
        };
    }

    // A failed request ends in a "success" that is an error.
    private string? ErrorOf(ReadOnlySpan<byte> line, StreamLine parsed)
    {
        bool isSuccess = parsed.Core.Subtype.Is(line, "success"u8);
        if (isSuccess && !parsed.IsError)
        {
            return null;
        }

        return _texts.Get(line, parsed.ApiErrorType, MetricLimits.MaxIdLength)
            ?? (isSuccess ? _texts.Get(line, parsed.TerminalReason, MetricLimits.MaxIdLength) : _texts.Get(line, parsed.Core.Subtype, MetricLimits.MaxIdLength))
            ?? "error";
    }

    private LineContext Now() => ContextOf([], isSidechain: false, null, 0);

    private LineContext ContextOf(ReadOnlySpan<byte> line)
    {
        TranscriptLine core = _parsed.Core;
        if (_texts.Get(line, core.SessionId, MetricLimits.MaxIdLength) is { } session && !string.Equals(session, _identity.SessionId, StringComparison.Ordinal))
        {
            _identity = _identity with { SessionId = session };
        }

        return ContextOf(core.Timestamp.In(line), _parsed.ParentToolUseId.IsPresent, _texts.Get(line, core.AgentId, MetricLimits.MaxIdLength), LineContext.TieOf(line, core));
    }

    private LineContext ContextOf(ReadOnlySpan<byte> timestamp, bool isSidechain, string? agentId, ulong tie) => new()
    {
        Micros = TimestampParser.Parse(timestamp) ?? TimestampParser.ToMicros(_time.GetUtcNow()),
        Session = _identity.SessionId,
        Project = _identity.Project,
        Branch = _identity.Branch,
        Version = _identity.Version,
        AgentId = agentId,
        IsSidechain = isSidechain,
        IsForked = false,
        Tie = tie,
    };
}
