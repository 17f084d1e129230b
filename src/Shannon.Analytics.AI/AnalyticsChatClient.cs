using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Shannon.Analytics.AI.Calls;
using Shannon.Analytics.AI.Telemetry;

namespace Shannon.Analytics.AI;

/// <summary>
/// Records every call that passes through it. It belongs right above the model, below the client that invokes functions, so that it sees each request
/// by itself. Above another one over the same engine it does nothing, so that no call is counted twice. Thread-safe as far as the inner client is.
/// </summary>
public sealed class AnalyticsChatClient : DelegatingChatClient
{
    private readonly IAnalyticsEngine _engine;
    private readonly AnalyticsChatClient? _inner;
    private readonly CallObserver _observer;

    /// <summary>Makes a client.</summary>
    /// <param name="innerClient">The client whose calls are recorded.</param>
    /// <param name="engine">Where they are recorded; the caller goes on owning it. It must be initialised before the first call.</param>
    /// <param name="options">What is recorded and how; <see langword="null"/> for the defaults.</param>
    /// <exception cref="Diagnostics.InvalidOptionsException">Options are out of range; all of them are named.</exception>
    public AnalyticsChatClient(IChatClient innerClient, IAnalyticsEngine engine, ChatAnalyticsOptions? options = null)
        : this(innerClient, engine, options, null, null)
    {
    }

    internal AnalyticsChatClient(IChatClient innerClient, IAnalyticsEngine engine, ChatAnalyticsOptions? options, ILoggerFactory? loggers, IMeterFactory? meters)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(engine);
        options ??= new ChatAnalyticsOptions();
        options.Validate();
        _engine = engine;
        _inner = innerClient.GetService<AnalyticsChatClient>() is { } other && ReferenceEquals(other._engine, engine) ? other : null;
        _observer = _inner?._observer
            ?? new CallObserver(engine, CallTarget.Of(innerClient, options), options, options.EmitMetrics ? new GenAIMeter(meters) : null, loggers ?? engine.Options.LoggerFactory);
    }

    /// <summary>What became of the records made so far.</summary>
    public ChatRecordingCounts Recording => _observer.Counts;

    /// <inheritdoc/>
    /// <exception cref="BudgetExceededException">A budget stands against the call; it was not made.</exception>
    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return _inner is null ? RecordAsync(ListOf(messages), options, cancellationToken) : base.GetResponseAsync(messages, options, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="BudgetExceededException">A budget stands against the call; it was not made. Thrown when the stream is read.</exception>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return _inner is null ? RecordStreamAsync(ListOf(messages), options, cancellationToken) : base.GetStreamingResponseAsync(messages, options, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _inner is null)
        {
            _observer.Close();
        }

        base.Dispose(disposing);
    }

    // They are read here and by the inner client: a sequence that is made anew each time is made once.
    private static IReadOnlyList<ChatMessage> ListOf(IEnumerable<ChatMessage> messages) => messages as IReadOnlyList<ChatMessage> ?? [.. messages];

    private async Task<ChatResponse> RecordAsync(IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        ChatCall call = _observer.Begin(messages, options, isStreaming: false);
        await _observer.AdmitAsync(call, options, cancellationToken).ConfigureAwait(false);
        try
        {
            ChatResponse response = await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
            _observer.Observe(call, response);
            return response;
        }
        catch (Exception error)
        {
            call.Fail(error, cancellationToken);
            throw;
        }
        finally
        {
            await _observer.FinishAsync(call).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<ChatResponseUpdate> RecordStreamAsync(IReadOnlyList<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ChatCall call = _observer.Begin(messages, options, isStreaming: true);
        await _observer.AdmitAsync(call, options, cancellationToken).ConfigureAwait(false);
        IAsyncEnumerator<ChatResponseUpdate>? updates = null;
        try
        {
            updates = Open(call, messages, options, cancellationToken);
            while (await MoveNextAsync(call, updates, cancellationToken).ConfigureAwait(false))
            {
                yield return updates.Current;
            }
        }
        finally
        {
            // A caller who leaves the stream comes here too.
            try
            {
                if (updates is not null)
                {
                    await updates.DisposeAsync().ConfigureAwait(false);
                }
            }
            finally
            {
                await _observer.FinishAsync(call).ConfigureAwait(false);
            }
        }
    }

    private IAsyncEnumerator<ChatResponseUpdate> Open(ChatCall call, IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        try
        {
            return base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        }
        catch (Exception error)
        {
            call.Fail(error, cancellationToken);
            throw;
        }
    }

    private async ValueTask<bool> MoveNextAsync(ChatCall call, IAsyncEnumerator<ChatResponseUpdate> updates, CancellationToken cancellationToken)
    {
        try
        {
            if (await updates.MoveNextAsync().ConfigureAwait(false))
            {
                _observer.Observe(call, updates.Current);
                return true;
            }

            call.End(CallOutcome.Completed);
            return false;
        }
        catch (Exception error)
        {
            call.Fail(error, cancellationToken);
            throw;
        }
    }
}
