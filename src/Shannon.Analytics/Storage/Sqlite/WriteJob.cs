namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>A function run on the writer thread, with its caller waiting. Functions run inside a transaction check everything before they change anything.</summary>
internal sealed class WriteJob<T>(Func<RawConnection, T> body, bool inTransaction, CancellationToken cancellationToken, bool isAlone = false) : IWriteJob
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;
    private Exception? _error;

    public bool InTransaction => inTransaction;

    public bool IsAlone => isAlone;

    internal Task<T> Task => _completion.Task;

    public bool TryTake()
    {
        if (cancellationToken.IsCancellationRequested)
        {
            _completion.TrySetCanceled(cancellationToken);
            return false;
        }

        return true;
    }

    public void Run(RawConnection connection)
    {
        try
        {
            _result = body(connection);
            _error = null;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            _error = error;
        }
    }

    public void Complete()
    {
        if (_error is null)
        {
            _completion.TrySetResult(_result);
        }
        else
        {
            _completion.TrySetException(_error);
        }
    }

    public void Fail(Exception error) => _completion.TrySetException(error);
}
