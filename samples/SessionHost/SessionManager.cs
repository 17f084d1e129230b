using System.Collections.Concurrent;
using System.Collections.Immutable;
using SessionHost.Agents;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Sessions;

namespace SessionHost;

/// <summary>
/// This host's own session manager. To analytics it owes four things: it makes sessions, runs prompts, asks the throttle before each, and tells its listeners
/// what happens as metrics, which they record before it goes on.
/// </summary>
internal sealed class SessionManager(IAgent agent) : IThrottledSessionManager
{
    private readonly ConcurrentDictionary<string, AgentSession> _sessions = new(StringComparer.Ordinal);
    private ImmutableArray<ISessionListener> _listeners = [];

    public IThrottle? Throttle { get; set; }

    public async Task<AgentSession> CreateSessionAsync(AgentSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        var session = new AgentSession(Guid.NewGuid().ToString())
        {
            UserId = options?.UserId,
            Project = options?.Project ?? Environment.CurrentDirectory,
            Model = options?.Model,
            CreatedAt = TimeProvider.System.GetUtcNow(),
        };
        _sessions[session.Id] = session;
        await PublishAsync(session, SessionActivityKind.Started, [Describe("session_start", session)]);
        return session;
    }

    public async Task<PromptResult> ExecutePromptAsync(string sessionId, string prompt, CancellationToken cancellationToken = default)
    {
        AgentSession session = _sessions.TryGetValue(sessionId, out AgentSession? found) ? found : throw new KeyNotFoundException("There is no session of this id.");
        if (Throttle is { } throttle && await throttle.AskAsync(session, cancellationToken) is { IsAllowed: false } refusal)
        {
            return new PromptResult { SessionId = sessionId, Succeeded = false, ErrorType = IThrottledSessionManager.ThrottledError, RetryAfter = refusal.RetryAfter };
        }

        await PublishAsync(session, SessionActivityKind.PromptStarted, []);
        var meter = new PromptMeter(session);
        try
        {
            await foreach (AgentStep step in agent.RunAsync(session, prompt, cancellationToken))
            {
                if (meter.Note(step) is { Count: > 0 } metrics)
                {
                    await PublishAsync(session, SessionActivityKind.Progress, metrics);
                }
            }
        }
        catch (OperationCanceledException)
        {
            meter.Note(new AgentStep.Ended(string.Empty, "cancelled"));
            throw;
        }
        finally
        {
            // Also if it failed: it took its time, and what it has used is on record.
            await PublishAsync(session, SessionActivityKind.PromptEnded, meter.End());
        }

        return meter.Result;
    }

    public async Task EndSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        if (_sessions.TryRemove(sessionId, out AgentSession? session))
        {
            await PublishAsync(session, SessionActivityKind.Ended, [Describe("session_end", session) with { Duration = (TimeProvider.System.GetUtcNow() - session.CreatedAt).TotalSeconds }]);
        }
    }

    public IDisposable Subscribe(ISessionListener listener)
    {
        ImmutableInterlocked.Update(ref _listeners, static (list, added) => list.Add(added), listener);
        return new Subscription(() => ImmutableInterlocked.Update(ref _listeners, static (list, removed) => list.Remove(removed), listener));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (string session in _sessions.Keys)
        {
            await EndSessionAsync(session);
        }
    }

    private static SessionMetric Describe(string type, AgentSession session) => new(type) { SessionId = session.Id, UserId = session.UserId, Project = session.Project, Model = session.Model };

    private async Task PublishAsync(AgentSession session, SessionActivityKind kind, IReadOnlyList<MetricInput> metrics)
    {
        foreach (ISessionListener listener in _listeners)
        {
            // Not cancelled together with the prompt: what was spent must be on record.
            await listener.OnActivityAsync(new SessionActivity(session.Id, kind, metrics), CancellationToken.None);
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
