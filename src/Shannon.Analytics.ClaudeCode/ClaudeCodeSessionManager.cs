using System.Collections.Concurrent;
using Shannon.Analytics.ClaudeCode.Driving;
using Shannon.Analytics.ClaudeCode.Streaming;
using Shannon.Analytics.Sessions;

namespace Shannon.Analytics.ClaudeCode;

/// <summary>
/// Runs sessions of the Claude Code client on this machine and reports what happens while it happens: tokens and cost of each response, tool uses, errors and
/// retries, limits, response times. Records have the keys that <see cref="TranscriptImporter"/> gives them, so that importing the transcripts of the same
/// sessions counts nothing twice. Texts are never recorded. Prompts of one session run one after the other, those of different sessions side by side. No process
/// outlives its prompt or its session. Thread-safe.
/// </summary>
public sealed class ClaudeCodeSessionManager : IThrottledSessionManager
{
    private readonly ConcurrentDictionary<string, ClaudeSession> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<StreamCounts> _counts = [];
    private readonly SessionHost _host;
    private volatile bool _disposed;

    /// <summary>Makes a session manager. Nothing is searched or started yet.</summary>
    /// <param name="binaryManager">Finds the client; <see langword="null"/> for one that searches this machine.</param>
    /// <param name="options">How to run sessions; <see langword="null"/> for the defaults.</param>
    /// <exception cref="Diagnostics.InvalidOptionsException">Options are out of range; all of them are named.</exception>
    public ClaudeCodeSessionManager(ClaudeBinaryManager? binaryManager = null, ClaudeCodeSessionManagerOptions? options = null)
    {
        options ??= new ClaudeCodeSessionManagerOptions();
        options.Validate();
        _host = new SessionHost(binaryManager ?? new ClaudeBinaryManager(), options, new SessionPublisher());
    }

    /// <summary>The sessions that were created or resumed and have not ended.</summary>
    public IReadOnlyList<AgentSession> Sessions => [.. _sessions.Values.Select(session => session.Session)];

    /// <inheritdoc/>
    public IThrottle? Throttle
    {
        get => _host.Throttle;
        set => _host.Throttle = value;
    }

    /// <summary>What became of the clients' output so far.</summary>
    public ClaudeStreamStatistics Statistics => new()
    {
        Lines = _counts.Sum(counts => counts.Lines),
        MalformedLines = _counts.Sum(counts => counts.Malformed),
        OversizedLines = _counts.Sum(counts => counts.Oversized),
        UnknownLines = _counts.Sum(counts => counts.Unknown),
        FailedListenerCalls = _host.Publisher.Failed,
        RunningProcesses = _host.Running,
    };

    /// <summary>Creates a session. If <see cref="AgentSessionOptions.Project"/> is a folder the client runs in it.</summary>
    /// <inheritdoc/>
    /// <exception cref="ClaudeBinaryNotFoundException">There is no client on this machine, or it does not answer.</exception>
    public Task<AgentSession> CreateSessionAsync(AgentSessionOptions? options = null, CancellationToken cancellationToken = default) =>
        OpenAsync(Guid.NewGuid().ToString(), options, resumed: null, cancellationToken);

    /// <summary>Takes up a session that Claude Code ran before, here or elsewhere on this machine.</summary>
    /// <param name="sessionId">Its id.</param>
    /// <param name="options">What is known of it; its folder must be the one in which it ran.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">A session of this id is open.</exception>
    /// <exception cref="ClaudeBinaryNotFoundException">There is no client on this machine, or it does not answer.</exception>
    public Task<AgentSession> ResumeSessionAsync(string sessionId, AgentSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sessionId);
        return OpenAsync(sessionId, options, resumed: sessionId, cancellationToken);
    }

    /// <summary>Branches off a session that Claude Code ran before, here or elsewhere on this machine: the new one knows what was said in it, and it stays as it is.</summary>
    /// <param name="sessionId">Its id; the new session has one of its own.</param>
    /// <param name="options">What is known of the new one; its folder must be the one in which the old one ran.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ClaudeBinaryNotFoundException">There is no client on this machine, or it does not answer.</exception>
    public Task<AgentSession> ForkSessionAsync(string sessionId, AgentSessionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sessionId);
        return OpenAsync(Guid.NewGuid().ToString(), options, resumed: sessionId, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<PromptResult> ExecutePromptAsync(string sessionId, string prompt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        ArgumentNullException.ThrowIfNull(prompt);
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        return _sessions.TryGetValue(sessionId, out ClaudeSession? session)
            ? PromptSpan.RunAsync(session.Session, () => session.ExecuteAsync(prompt, cancellationToken))
            : throw new KeyNotFoundException("There is no session of this id; create it with CreateSessionAsync, or it has ended.");
    }

    /// <summary>Stops the prompt that a session runs; its result is then a failure of the type <see cref="ClaudeErrorTypes.Cancelled"/>.</summary>
    /// <param name="sessionId">The session.</param>
    /// <returns>Whether it ran one.</returns>
    public bool CancelPrompt(string sessionId)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        return _sessions.TryGetValue(sessionId, out ClaudeSession? session) && session.Cancel();
    }

    /// <summary>The last 16 KB that a session's client wrote to its error stream, for people who look for the cause of a failure. It may hold user data, and is never logged or stored.</summary>
    /// <param name="sessionId">The session.</param>
    /// <exception cref="KeyNotFoundException">There is no such session.</exception>
    public string GetErrorOutput(string sessionId)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        return _sessions.TryGetValue(sessionId, out ClaudeSession? session)
            ? session.ErrorOutput
            : throw new KeyNotFoundException("There is no session of this id; create it with CreateSessionAsync, or it has ended.");
    }

    /// <summary>Ends a session, stopping the prompt that it runs; does nothing if there is none of this id.</summary>
    /// <inheritdoc/>
    public async Task EndSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        cancellationToken.ThrowIfCancellationRequested();
        if (_sessions.TryRemove(sessionId, out ClaudeSession? session))
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public IDisposable Subscribe(ISessionListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return _host.Publisher.Subscribe(listener);
    }

    /// <summary>Ends all sessions and their processes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await Task.WhenAll(_sessions.Keys.Select(session => EndSessionAsync(session))).ConfigureAwait(false);
        _host.Dispose();
    }

    private async Task<AgentSession> OpenAsync(string id, AgentSessionOptions? options, string? resumed, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ClaudeBinary binary = await _host.Binaries.FindAsync(cancellationToken).ConfigureAwait(false);
        bool isFolder = options?.Project is { } project && Directory.Exists(project);
        string folder = Path.GetFullPath(isFolder ? options!.Project! : _host.Options.WorkingDirectory ?? Environment.CurrentDirectory);
        var session = new ClaudeSession(
            _host,
            new AgentSession(id)
            {
                UserId = options?.UserId,
                Project = isFolder ? folder : options?.Project ?? folder,
                Model = options?.Model ?? _host.Options.Model,
                CreatedAt = _host.Time.GetUtcNow(),
            },
            folder,
            binary.Version,
            resumed);
        if (!_sessions.TryAdd(id, session))
        {
            throw new InvalidOperationException("A session of this id is open; end it first, or go on using it.");
        }

        if (_disposed)
        {
            _sessions.TryRemove(id, out _);
            throw new ObjectDisposedException(nameof(ClaudeCodeSessionManager));
        }

        _counts.Add(session.Recorder.Counts);
        session.Recorder.BeginSession();
        await _host.PublishAsync(id, SessionActivityKind.Started, session.Recorder.Take()).ConfigureAwait(false);
        return session.Session;
    }
}
