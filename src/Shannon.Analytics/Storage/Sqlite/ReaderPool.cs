using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// The store's own bounded threads for reading: SQLite blocks its caller, and must not block the host's thread pool. Each thread owns a
/// connection; cancelling a read interrupts it. Thread-safe.
/// </summary>
internal sealed class ReaderPool : IDisposable
{
    private readonly BlockingCollection<IReadJob> _jobs = [];
    private readonly SqliteConnector _connector;
    private readonly Thread[] _threads;

    internal ReaderPool(SqliteConnector connector, int threads)
    {
        _connector = connector;
        _threads = new Thread[threads];
        for (int i = 0; i < threads; i++)
        {
            _threads[i] = new Thread(Main) { IsBackground = true, Name = "Shannon.Analytics reader" };
            _threads[i].Start();
        }
    }

    private interface IReadJob
    {
        void Run(Func<RawConnection> connection);

        void Abandon();
    }

    internal Task<T> RunAsync<T>(Func<RawConnection, T> body, CancellationToken cancellationToken)
    {
        var job = new ReadJob<T>(body, cancellationToken);
        try
        {
            _jobs.Add(job, CancellationToken.None);
        }
        catch (InvalidOperationException error)
        {
            throw new ObjectDisposedException("The store was closed.", error);
        }

        return job.Task;
    }

    /// <summary>Finishes the reads that have begun or wait, and closes the connections.</summary>
    public void Dispose()
    {
        _jobs.CompleteAdding();
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        while (_jobs.TryTake(out IReadJob? job))
        {
            job.Abandon();
        }

        _jobs.Dispose();
    }

    private void Main()
    {
        RawConnection? connection = null;
        foreach (IReadJob job in _jobs.GetConsumingEnumerable())
        {
            try
            {
                job.Run(() => connection ??= _connector.OpenReader());
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // The job has told its caller; a connection that failed is not used again.
                connection?.Dispose();
                connection = null;
            }
        }

        connection?.Dispose();
    }

    private sealed class ReadJob<T>(Func<RawConnection, T> body, CancellationToken cancellationToken) : IReadJob
    {
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task<T> Task => _completion.Task;

        public void Run(Func<RawConnection> connection)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                _completion.TrySetCanceled(cancellationToken);
                return;
            }

            try
            {
                RawConnection open = connection();
                using (cancellationToken.UnsafeRegister(static state => SQLitePCL.raw.sqlite3_interrupt((SQLitePCL.sqlite3)state!), open.Handle))
                {
                    _completion.TrySetResult(open.Read(body));
                }
            }
            catch (OperationCanceledException)
            {
                _completion.TrySetCanceled(cancellationToken.IsCancellationRequested ? cancellationToken : new CancellationToken(canceled: true));
            }
            catch (Exception error) when (error is ArgumentException or ResultTooLargeException)
            {
                // The caller's mistake: the connection is sound.
                _completion.TrySetException(error);
            }
            catch (Exception error)
            {
                _completion.TrySetException(error is SqliteException sqlite ? SqliteErrors.ToTyped(sqlite) : error);
                throw;
            }
        }

        public void Abandon() => _completion.TrySetException(new ObjectDisposedException(nameof(SqliteStore)));
    }
}
