using System.Collections.Concurrent;
using System.Collections.Immutable;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Sessions;

namespace Shannon.Analytics.Testing;

/// <summary>
/// Runs sessions without an agent: prompts are answered by a function, and every prompt emits <c>response_time</c> and <c>token_usage</c>
/// (a failing one <c>response_time</c> and <c>error</c>), as a real session manager does. Honours the engine's throttle. Thread-safe.
/// </summary>
public sealed class InMemorySessionManager : IThrottledSessionManager
{
    private readonly InMemorySessionManagerOptions _options;
    private readonly ConcurrentDictionary<string, Running> _sessions = new(StringComparer.Ordinal);
    private ImmutableArray<ISessionListener> _listeners = [];
    private volatile IThrottle? _throttle;
    private volatile bool _disposed;

    /// <summary>Makes a session manager.</summary>
    /// <param name="options">How it answers; <see langword="null"/> for the defaults.</param>
    public InMemorySessionManager(InMemorySessionManagerOptions? options = null) => _options = options ?? new InMemorySessionManagerOptions();

    /// <summary>The sessions that run now.</summary>
    public IReadOnlyList<AgentSession> Sessions => [.. _sessions.Values.Select(running => running.Session)];

    /// <inheritdoc/>
    public IThrottle? Throttle
    {
        get => _throttle;
        set => _throttle = value;
    }

    /// <inheritdoc/>
    public async Task<AgentSession> CreateSessionAsync(AgentSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var session = new AgentSession(Guid.NewGuid().ToString())
        {
            UserId = options?.UserId,
            Project = options?.Project,
            Model = options?.Model ?? _options.Model,
            CreatedAt = _options.TimeProvider.GetUtcNow(),
        };
        _sessions[session.Id] = new Running(session);
        await PublishAsync(session.Id, SessionActivityKind.Started, [Describe("session_start", session)], cancellationToken).ConfigureAwait(false);
        return session;
    }

    /// <inheritdoc/>
    public async Task<PromptResult> ExecutePromptAsync(string sessionId, string prompt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        ArgumentNullException.ThrowIfNull(prompt);
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_sessions.TryGetValue(sessionId, out Running? running))
        {
            throw new KeyNotFoundException("There is no session of this id; create it with CreateSessionAsync, or it has ended.");
        }

        if (_throttle is { } throttle && await throttle.AskAsync(running.Session, cancellationToken).ConfigureAwait(false) is { IsAllowed: false } refusal)
        {
            return new PromptResult { SessionId = sessionId, Succeeded = false, ErrorType = IThrottledSessionManager.ThrottledError, RetryAfter = refusal.RetryAfter };
        }

        await PublishAsync(sessionId, SessionActivityKind.PromptStarted, [], cancellationToken).ConfigureAwait(false);
        InMemoryAnswer answer = _options.Answer(new InMemoryPrompt(running.Session, prompt, running.NextPrompt()));
        await PublishAsync(sessionId, SessionActivityKind.PromptEnded, Measure(running.Session, prompt, answer), cancellationToken).ConfigureAwait(false);
        return new PromptResult
        {
            SessionId = sessionId,
            Text = answer.ErrorType is null ? answer.Text : string.Empty,
            Succeeded = answer.ErrorType is null,
            ErrorType = answer.ErrorType,
            Duration = answer.Duration,
            TotalTokens = answer.ErrorType is null ? answer.PromptTokens + answer.CompletionTokens : null,
            Cost = answer.ErrorType is null ? answer.Cost : null,
        };
    }

    /// <inheritdoc/>
    public async Task EndSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        if (_sessions.TryRemove(sessionId, out Running? running))
        {
            SessionMetric end = Describe("session_end", running.Session) with { Duration = (_options.TimeProvider.GetUtcNow() - running.Session.CreatedAt).TotalSeconds };
            await PublishAsync(sessionId, SessionActivityKind.Ended, [end], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public IDisposable Subscribe(ISessionListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        ImmutableInterlocked.Update(ref _listeners, static (list, added) => list.Add(added), listener);
        return new Subscription(this, listener);
    }

    /// <summary>Ends all sessions.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        foreach (string session in _sessions.Keys)
        {
            await EndSessionAsync(session).ConfigureAwait(false);
        }
    }

    private SessionMetric Describe(string type, AgentSession session) => new(type)
    {
        SessionId = session.Id,
        UserId = session.UserId,
        Project = session.Project,
        Model = session.Model,
        Timestamp = _options.TimeProvider.GetUtcNow(),
    };

    private List<MetricInput> Measure(AgentSession session, string prompt, InMemoryAnswer answer)
    {
        DateTimeOffset now = _options.TimeProvider.GetUtcNow();
        var metrics = new List<MetricInput>
        {
            new PerformanceMetric("response_time", answer.Duration.TotalSeconds)
            {
                SessionId = session.Id,
                Timestamp = now,
                Attributes = { ["prompt_length"] = prompt.Length, ["response_length"] = answer.Text.Length },
            },
        };
        metrics.Add(answer.ErrorType is { } error
            ? new ErrorMetric(error) { SessionId = session.Id, Timestamp = now }
            : new TokenMetric
            {
                SessionId = session.Id,
                Timestamp = now,
                Model = session.Model,
                PromptTokens = answer.PromptTokens,
                CompletionTokens = answer.CompletionTokens,
                Cost = answer.Cost,
            });
        return metrics;
    }

    private async Task PublishAsync(string sessionId, SessionActivityKind kind, IReadOnlyList<MetricInput> metrics, CancellationToken cancellationToken)
    {
        var activity = new SessionActivity(sessionId, kind, metrics);
        foreach (ISessionListener listener in _listeners)
        {
            await listener.OnActivityAsync(activity, cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed class Running(AgentSession session)
    {
        private int _prompts;

        internal AgentSession Session => session;

        internal int NextPrompt() => Interlocked.Increment(ref _prompts) - 1;
    }

    private sealed class Subscription(InMemorySessionManager owner, ISessionListener listener) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref owner._listeners, static (list, removed) => list.Remove(removed), listener);
    }
}
