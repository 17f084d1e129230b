using System.Threading.Channels;
using Shannon.Analytics.ClaudeCode.Reading;
using Shannon.Analytics.ClaudeCode.Streaming;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.ClaudeCode.Driving;

/// <summary>
/// A process whose lines are recorded as they come. The next line is read when what the last one gave was published, so that a slow listener slows down the
/// client and fills no memory. Thread-safe.
/// </summary>
internal sealed class ClaudeConnection : IAsyncDisposable
{
    private static readonly TimeSpan AfterKill = TimeSpan.FromSeconds(5);
    private readonly ClaudeProcess _process;
    private readonly StreamRecorder _recorder;
    private readonly Func<IReadOnlyList<MetricInput>, Task> _publish;
    private readonly int _maxLineBytes;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _abandoned = new();
    private readonly Channel<TurnResult> _results = Channel.CreateUnbounded<TurnResult>();

    internal ClaudeConnection(ClaudeProcess process, StreamRecorder recorder, Func<IReadOnlyList<MetricInput>, Task> publish, int maxLineBytes, TimeProvider time)
    {
        _process = process;
        _recorder = recorder;
        _publish = publish;
        _maxLineBytes = maxLineBytes;
        _time = time;
        Ended = Task.Run(PumpAsync);
    }

    /// <summary>Completes once the process has ended and all its lines are recorded and published.</summary>
    internal Task Ended { get; }

    internal string ErrorOutput => _process.ErrorOutput;

    /// <summary>Called at every line.</summary>
    internal Action? OnLine { get; set; }

    internal Task WriteAsync(ReadOnlyMemory<byte> line, bool isLast, CancellationToken cancellationToken) => _process.WriteLineAsync(line, isLast, cancellationToken);

    /// <summary>The next result; null once the process has ended.</summary>
    internal async Task<TurnResult?> NextResultAsync(CancellationToken cancellationToken) =>
        await _results.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) && _results.Reader.TryRead(out TurnResult? result) ? result : null;

    /// <summary>Results that no prompt waited for belong to earlier turns.</summary>
    internal void ForgetResults()
    {
        while (_results.Reader.TryRead(out _))
        {
        }
    }

    /// <summary>Asks the process to end, ends it with all it started if it does not, and waits until its lines are recorded.</summary>
    internal async Task StopAsync(TimeSpan grace)
    {
        _process.CloseInput();
        _process.Terminate();
        if (await HasEndedAsync(grace).ConfigureAwait(false))
        {
            return;
        }

        _process.Kill();

        // Where orphans cannot be found one of them may hold the output open for ever.
        if (!await HasEndedAsync(AfterKill).ConfigureAwait(false))
        {
            await _abandoned.CancelAsync().ConfigureAwait(false);
            await Ended.ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero).ConfigureAwait(false);
        _process.Dispose();
        _abandoned.Dispose();
    }

    private async Task<bool> HasEndedAsync(TimeSpan patience)
    {
        try
        {
            await Ended.WaitAsync(patience, _time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task PumpAsync()
    {
        // Already while the output is read: what the process leaves behind would keep it open.
        Task exit = _process.WaitForExitAsync();
        using var reader = new StreamLineReader(_process.Output, _maxLineBytes);
        try
        {
            LineStatus status;
            while ((status = await reader.ReadAsync(_abandoned.Token).ConfigureAwait(false)) != LineStatus.End)
            {
                await TakeAsync(status, reader.Line).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // As good as the end of the output.
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for more.
        }

        _results.Writer.TryComplete();
        await exit.ConfigureAwait(false);
        _recorder.EndProcess();
        await _publish(_recorder.Take()).ConfigureAwait(false);
    }

    private async Task TakeAsync(LineStatus status, ReadOnlyMemory<byte> line)
    {
        OnLine?.Invoke();
        if (status == LineStatus.Oversized)
        {
            _recorder.Counts.AddOversized();
            return;
        }

        if (line.IsEmpty)
        {
            return;
        }

        TurnResult? result = _recorder.Record(line.Span);
        if (_recorder.Take() is { Count: > 0 } metrics)
        {
            await _publish(metrics).ConfigureAwait(false);
        }

        if (result is not null)
        {
            _results.Writer.TryWrite(result);
        }
    }
}
