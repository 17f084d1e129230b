using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Shannon.Analytics.AI.Budgets;
using Shannon.Analytics.AI.Telemetry;
using Shannon.Analytics.AI.Usage;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Pricing.Budgets;

namespace Shannon.Analytics.AI.Calls;

/// <summary>Follows the calls of one client and records them. Nothing that goes wrong here reaches the call. Thread-safe.</summary>
internal sealed class CallObserver
{
    private readonly ChatAnalyticsOptions _options;
    private readonly CallTarget _target;
    private readonly TimeProvider _clock;
    private readonly RecordWriter _writer;
    private readonly CallRecords _records;
    private readonly CallPricing _pricing;
    private readonly GenAIMeter? _meter;
    private readonly BudgetGuard? _budgets;
    private readonly SessionTracker _sessions = new();
    private readonly ToolTracker _tools;

    internal CallObserver(IAnalyticsEngine engine, CallTarget target, ChatAnalyticsOptions options, GenAIMeter? meter, ILoggerFactory? loggers)
    {
        _options = options;
        _target = target;
        _clock = (engine.Collector as IStoreComponent)?.Store.TimeProvider ?? engine.Options.TimeProvider;
        _writer = new RecordWriter(engine.Collector, options.Recording, (loggers ?? NullLoggerFactory.Instance).CreateLogger("Shannon.Analytics.AI"));
        _records = new CallRecords(options);
        _pricing = new CallPricing(options, _writer);
        _meter = meter;
        _budgets = options.EnforceBudgets && LedgerOf(engine) is { } ledger ? new BudgetGuard(ledger, options, _pricing, _records, _writer) : null;
        _tools = new ToolTracker(_clock);
    }

    internal ChatRecordingCounts Counts => _writer.Counts;

    /// <summary>A call is about to be made.</summary>
    internal ChatCall Begin(IReadOnlyList<ChatMessage> messages, ChatOptions? options, bool isStreaming)
    {
        var call = new ChatCall(_clock, _target, options, isStreaming, _options.CaptureContent ? _options.MaxContentLength : null)
        {
            Caller = CallerOf(options),
            Prompt = _options.CaptureContent ? PromptText.NewIn(messages, _options.MaxContentLength) : null,
            PromptCharacters = PromptText.LengthOf(messages) + (options?.Instructions?.Length ?? 0),
        };
        ReadRequest(call, messages);
        return call;
    }

    /// <summary>Asks the budgets, right before the request leaves.</summary>
    /// <exception cref="BudgetExceededException">A budget stands against the call; that is recorded.</exception>
    internal async ValueTask AdmitAsync(ChatCall call, ChatOptions? options, CancellationToken cancellationToken)
    {
        if (_budgets is null)
        {
            return;
        }

        try
        {
            call.Reservation = await _budgets.AdmitAsync(call, options, cancellationToken).ConfigureAwait(false);
            call.Start();
        }
        catch (BudgetExceededException refusal)
        {
            await _writer.WriteAsync([.. call.Ended, _records.Refusal(call, refusal)]).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The answer is here.</summary>
    internal void Observe(ChatCall call, ChatResponse response)
    {
        try
        {
            call.Observe(response);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _writer.Fault(error, "reading a response");
        }
    }

    /// <summary>A piece of the answer is here.</summary>
    internal void Observe(ChatCall call, ChatResponseUpdate update)
    {
        try
        {
            call.Observe(update);
            _meter?.RecordChunk(call);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _writer.Fault(error, "reading a response");
        }
    }

    /// <summary>The call has ended, one way or another.</summary>
    internal async ValueTask FinishAsync(ChatCall call)
    {
        call.Leave();
        try
        {
            ChatUsage? usage = UsageReader.Read(call.Usage, _options.CachedTokens);
            PricedCost? cost = usage is null ? null : _pricing.PriceOf(call, usage);
            string session = _sessions.Settle(call.Session, call.ResponseConversation);
            var records = new List<MetricInput>();
            if (_sessions.IsNew(session))
            {
                records.Add(_records.SessionStart(call, session));
            }

            records.AddRange(_records.Of(call, session, usage, cost));
            records.AddRange(ToolsOf(call, session));
            await _writer.WriteAsync(records).ConfigureAwait(false);
            _meter?.RecordEnd(call, usage);
            if (call.Reservation is { } reservation)
            {
                Task settled = _budgets!.SettleAsync(reservation, call, usage, cost);
                if (_options.Recording == ChatRecordingMode.Awaited)
                {
                    await settled.ConfigureAwait(false);
                }
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _writer.Fault(error, "recording");
        }
    }

    /// <summary>Records the function calls whose results nobody sent.</summary>
    internal void Close() => _writer.Post(_tools.Drain());

    private static IBudgetLedger? LedgerOf(IAnalyticsEngine engine)
    {
        try
        {
            return engine.Budgets;
        }
        catch (InvalidOperationException)
        {
            // The engine is over a store that keeps no state, so there can be no budgets.
            return null;
        }
    }

    private ChatCaller? CallerOf(ChatOptions? options)
    {
        try
        {
            return _options.Caller?.Invoke(options);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _writer.Fault(error, nameof(ChatAnalyticsOptions.Caller));
            return null;
        }
    }

    // The results of functions come with the request that follows; their history comes with every request, and is known by then. Who invokes
    // functions may drop the conversation from that request: it belongs to the session of the call that it answers.
    private void ReadRequest(ChatCall call, IReadOnlyList<ChatMessage> messages)
    {
        try
        {
            FunctionResultContent[] results = [.. messages.SelectMany(static message => message.Contents).OfType<FunctionResultContent>()];
            call.Session = _sessions.Find(call.Caller?.SessionId, call.RequestConversation) ?? _tools.SessionOf([.. results.Select(static result => result.CallId)]);
            string session = _sessions.Settle(call.Session, null);
            long now = _clock.GetTimestamp();
            call.Ended.AddRange(results.Select(result => _tools.End(session, new SeenResult(result.CallId, result.Exception is null, now))).OfType<ToolMetric>());
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _writer.Fault(error, "reading a request");
        }
    }

    private IEnumerable<MetricInput> ToolsOf(ChatCall call, string session)
    {
        foreach (ToolMetric metric in call.Ended)
        {
            yield return metric;
        }

        foreach (SeenCall tool in call.ToolCalls)
        {
            if (_tools.Begin(new PendingTool(session, tool.CallId, tool.Name, call.ResponseId, call.Model, _records.UserOf(call), _records.ProjectOf(call), call.EndedAt, tool.Ticks)) is { } gone)
            {
                yield return gone;
            }
        }

        foreach (SeenResult result in call.ToolResults)
        {
            if (_tools.End(session, result) is { } metric)
            {
                yield return metric;
            }
        }
    }
}
