using System.Threading.Tasks.Sources;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// One caller's batch on its way to a commit. It is waiting, then either taken by the writer or withdrawn by its caller, never both;
/// once taken it is settled with a result or an error, exactly once.
/// </summary>
internal sealed class PendingAppend : IValueTaskSource<AppendResult>
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Withdrawn = 2;

    private ManualResetValueTaskSourceCore<AppendResult> _completion = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _registration;
    private IngestCounter? _counter;
    private int _state;

    /// <summary>Blocks of its own, for a large batch; null for one whose rows lie in a shared block.</summary>
    internal List<PreparedBlock>? OwnBlocks { get; init; }

    /// <summary>Whether its records are imported from the past; only for one with blocks of its own.</summary>
    internal bool IsHistory { get; init; }

    /// <summary>How its rows merge with records that hold their keys; null if they do not. Only for one with blocks of its own.</summary>
    internal MergeTerms? Terms { get; init; }

    internal int FirstRow { get; init; }

    internal required int Count { get; init; }

    internal int Replaced { get; set; }

    internal int Duplicates { get; set; }

    /// <summary>What became of it, once it is committed; rows that still have to be merged are not in it.</summary>
    internal AppendResult Result => new(Count - Duplicates - (Terms?.Conflicts.Count ?? 0), Replaced, Duplicates);

    internal ValueTask<AppendResult> Task => new(this, _completion.Version);

    /// <summary>Arms withdrawal by the caller's token. Called before the writer can see the append.</summary>
    internal void ArmCancellation(IngestCounter counter, CancellationToken cancellationToken)
    {
        _counter = counter;
        _registration = cancellationToken.UnsafeRegister(static (state, token) => ((PendingAppend)state!).TryWithdraw(token), this);
    }

    internal bool WasTaken => Volatile.Read(ref _state) == Taken;

    internal bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    internal void Complete()
    {
        _registration.Unregister();
        _completion.SetResult(Result);
    }

    internal void Fail(Exception error)
    {
        _registration.Unregister();
        _completion.SetException(error);
    }

    AppendResult IValueTaskSource<AppendResult>.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<AppendResult>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<AppendResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    private void TryWithdraw(CancellationToken token)
    {
        if (Interlocked.CompareExchange(ref _state, Withdrawn, Waiting) == Waiting)
        {
            _counter!.Cancelled(Count);
            _completion.SetException(new OperationCanceledException("The batch was withdrawn before the store took it; nothing of it was stored.", token));
        }
    }
}
