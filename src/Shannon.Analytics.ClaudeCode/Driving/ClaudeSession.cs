using System.ComponentModel;
using Shannon.Analytics.ClaudeCode.Streaming;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Sessions;

namespace Shannon.Analytics.ClaudeCode.Driving;

/// <summary>One session of the client: its prompts run one after the other. Thread-safe.</summary>
internal sealed class ClaudeSession : IAsyncDisposable
{
    private static readonly TimeSpan AfterResult = TimeSpan.FromSeconds(10);
    private readonly SessionHost _host;
    private readonly string _folder;
    private readonly string? _resumed;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SemaphoreSlim _publishing = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private volatile PromptStop? _stop;
    private volatile ClaudeConnection? _connection;
    private ResourceWatch? _resources;
    private Task _released = Task.CompletedTask;
    private string _errorOutput = string.Empty;

    internal ClaudeSession(SessionHost host, AgentSession session, string folder, string? version, string? resumed)
    {
        _host = host;
        _folder = folder;
        _resumed = resumed;
        Session = session;
        Recorder = host.NewRecorder(new StreamIdentity
        {
            SessionId = session.Id,
            UserId = session.UserId,
            Project = session.Project,
            Model = session.Model,
            Branch = GitBranch.Of(folder),
            Version = version,
        });
    }

    internal AgentSession Session { get; }

    internal StreamRecorder Recorder { get; }

    internal string ErrorOutput => _connection?.ErrorOutput ?? Volatile.Read(ref _errorOutput);

    internal bool Cancel()
    {
        PromptStop? stop = _stop;
        stop?.Stop(ClaudeErrorTypes.Cancelled);
        return stop is not null;
    }

    internal async Task<PromptResult> ExecuteAsync(string prompt, CancellationToken cancellationToken)
    {
        using var given = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        await _turn.WaitAsync(given.Token).ConfigureAwait(false);
        try
        {
            if (_host.Throttle is { } throttle && await throttle.AskAsync(Session, given.Token).ConfigureAwait(false) is { IsAllowed: false } wait)
            {
                return new PromptResult { SessionId = Session.Id, Succeeded = false, ErrorType = IThrottledSessionManager.ThrottledError, RetryAfter = wait.RetryAfter };
            }

            var permits = new GuardRound(_host.Options.Guards);
            string? refusal = await permits.AskAsync(Session, given.Token).ConfigureAwait(false);
            if (refusal is not null)
            {
                return new PromptResult { SessionId = Session.Id, Succeeded = false, ErrorType = refusal };
            }

            decimal? cost = null;
            try
            {
                PromptResult result = await RunAsync(prompt, permits.MaxCost, cancellationToken).ConfigureAwait(false);
                cost = result.Cost;
                cancellationToken.ThrowIfCancellationRequested();
                return result;
            }
            finally
            {
                await permits.SettleAsync(cost ?? Recorder.Spent).ConfigureAwait(false);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops what runs and says how long the session lasted.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        await DropConnectionAsync(_host.Options.StopGracePeriod).ConfigureAwait(false);
        DateTimeOffset now = _host.Time.GetUtcNow();
        var end = new SessionMetric("session_end")
        {
            SessionId = Recorder.SessionId,
            UserId = Session.UserId,
            Project = Session.Project,
            Timestamp = now,
            Duration = (now - Session.CreatedAt).TotalSeconds,
        };
        await PublishAsync(SessionActivityKind.Ended, [end]).ConfigureAwait(false);
        _turn.Dispose();
        _publishing.Dispose();
        _closing.Dispose();
    }

    private async Task<PromptResult> RunAsync(string prompt, decimal? maxCost, CancellationToken cancellationToken)
    {
        await PublishAsync(SessionActivityKind.PromptStarted, []).ConfigureAwait(false);
        long start = _host.Time.GetTimestamp();
        using var stop = new PromptStop(_host.Options, cancellationToken, _closing.Token);
        _stop = stop;
        string promptId = Guid.NewGuid().ToString();
        Recorder.BeginPrompt(promptId);
        var outcome = new PromptOutcome();
        try
        {
            ClaudeConnection connection = await ConnectAsync(maxCost, stop.Token).ConfigureAwait(false);
            connection.OnLine = () => Watch(stop, maxCost);
            await ConverseAsync(connection, promptId, prompt, outcome, stop).ConfigureAwait(false);
            connection.OnLine = null;
        }
        catch (OperationCanceledException) when (stop.Reason is not null)
        {
            // What the prompt has used is on record; below it is told as a failure.
        }
        catch (Win32Exception)
        {
            stop.Stop(ClaudeErrorTypes.ProcessExited);
        }

        if (stop.Reason is not null)
        {
            await SampleResourcesAsync().ConfigureAwait(false);
        }

        if (_host.Options.Mode == ClaudeProcessMode.PerPrompt || stop.Reason is not null)
        {
            await DropConnectionAsync(_host.Options.StopGracePeriod).ConfigureAwait(false);
        }

        _stop = null;
        decimal spent = Recorder.Spent;
        string? error = stop.Reason ?? outcome.ErrorType ?? (outcome.HasResult ? null : ClaudeErrorTypes.ProcessExited);
        if (error is not null && (stop.Reason is not null || !outcome.HasResult))
        {
            Recorder.FailPrompt(promptId, error);
        }

        await PublishAsync(SessionActivityKind.PromptEnded, Recorder.Take()).ConfigureAwait(false);
        return new PromptResult
        {
            SessionId = Session.Id,
            Text = error is null ? outcome.Text : string.Empty,
            Succeeded = error is null,
            ErrorType = error,
            Duration = _host.Time.GetElapsedTime(start),
            TotalTokens = outcome.Tokens,
            Cost = outcome.Cost ?? (spent > 0 ? spent : null),
        };
    }

    private void Watch(PromptStop stop, decimal? maxCost)
    {
        stop.NoteActivity();
        if (maxCost is { } limit && Recorder.Spent > limit)
        {
            stop.Stop(ClaudeErrorTypes.BudgetExceeded);
        }
    }

    private async Task ConverseAsync(ClaudeConnection connection, string promptId, string prompt, PromptOutcome outcome, PromptStop stop)
    {
        bool isOnly = _host.Options.Mode == ClaudeProcessMode.PerPrompt;
        connection.ForgetResults();
        await connection.WriteAsync(ClaudeCommand.Line(promptId, Recorder.SessionId, prompt), isOnly, stop.Token).ConfigureAwait(false);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        while (await NextAsync(connection, outcome, patience, stop).ConfigureAwait(false) is { } result)
        {
            outcome.Add(result);
            await SampleResourcesAsync().ConfigureAwait(false);
            if (!isOnly)
            {
                return;
            }
        }
    }

    // Behind a result may come others, of tasks in the background; but a client that lingers is ended.
    private async Task<TurnResult?> NextAsync(ClaudeConnection connection, PromptOutcome outcome, CancellationTokenSource patience, PromptStop stop)
    {
        Task<TurnResult?> next = connection.NextResultAsync(patience.Token);
        if (!outcome.HasResult)
        {
            return await next.ConfigureAwait(false);
        }

        try
        {
            return await next.WaitAsync(AfterResult, _host.Time, stop.Token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await patience.CancelAsync().ConfigureAwait(false);
            return null;
        }
    }

    private async Task<ClaudeConnection> ConnectAsync(decimal? maxCost, CancellationToken cancellationToken)
    {
        if (_connection is { } open)
        {
            if (!open.Ended.IsCompleted)
            {
                return open;
            }

            await DropConnectionAsync(TimeSpan.Zero).ConfigureAwait(false);
        }

        ClaudeBinary binary = await _host.Binaries.FindAsync(cancellationToken).ConfigureAwait(false);
        await _host.Processes.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            string id = Recorder.SessionId;
            List<string> arguments = ClaudeCommand.Arguments(binary, _host.Options, id, IsKept(id) ? id : _resumed, Session.Model, maxCost);
            ClaudeProcess process = ClaudeProcess.Start(binary, arguments, _folder, ClaudeCommand.Environment(_host.Options, Session.Id, Session.UserId, Session.Project));
            Recorder.BeginProcess();
            _host.AddRunning(1);
            _resources = _host.Resources?.Watch(process.Id, PublishResourcesAsync);
            var connection = new ClaudeConnection(process, Recorder, PublishProgressAsync, _host.Options.MaxLineBytes, _host.Time);
            _connection = connection;
            _released = ReleaseAsync(connection);
            return connection;
        }
        catch
        {
            _host.Processes.Release();
            throw;
        }
    }

    // An answer proves that the session is kept; an introduction alone does not.
    private bool IsKept(string id) => Recorder.HasAnswered || (Recorder.IsTakenUp && SessionFile.Exists(id, _host.Options.Environment));

    private async Task DropConnectionAsync(TimeSpan grace)
    {
        if (_connection is not { } connection)
        {
            return;
        }

        if (_resources is { } resources)
        {
            _resources = null;
            await resources.DisposeAsync().ConfigureAwait(false);
        }

        await connection.StopAsync(grace).ConfigureAwait(false);
        Volatile.Write(ref _errorOutput, connection.ErrorOutput);
        _connection = null;
        await connection.DisposeAsync().ConfigureAwait(false);
        await _released.ConfigureAwait(false);
    }

    // At the end of the process, not when the next prompt finds that it has ended: others may wait for its place.
    private async Task ReleaseAsync(ClaudeConnection connection)
    {
        await connection.Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _host.AddRunning(-1);
        _host.Processes.Release();
    }

    private Task SampleResourcesAsync() => _resources?.SampleAsync() ?? Task.CompletedTask;

    private Task PublishResourcesAsync(ResourceMetric sample) =>
        PublishAsync(SessionActivityKind.Progress, [sample with { SessionId = Recorder.SessionId, UserId = Session.UserId, Project = Session.Project }]);

    private Task PublishProgressAsync(IReadOnlyList<MetricInput> metrics) => metrics.Count > 0 ? PublishAsync(SessionActivityKind.Progress, metrics) : Task.CompletedTask;

    // One at a time: what the client says, what is sampled and what this session does come from threads of their own.
    private async Task PublishAsync(SessionActivityKind kind, IReadOnlyList<MetricInput> metrics)
    {
        await _publishing.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await _host.PublishAsync(Session.Id, kind, metrics).ConfigureAwait(false);
        }
        finally
        {
            _publishing.Release();
        }
    }
}
