using System.Runtime.ExceptionServices;

namespace Shannon.Analytics.Storage.Execution;

/// <summary>Does numbered pieces of work on as many threads as help, the caller's among them.</summary>
internal static class ParallelScan
{
    /// <summary>Processes the items 0 to <paramref name="items"/> - 1, each once. The first failure ends the run and is thrown as it was.</summary>
    /// <typeparam name="TWorker">What a thread works with; made by the thread, disposed of by it.</typeparam>
    internal static void Run<TWorker>(int items, int maxWorkers, Func<TWorker> make, Action<TWorker, int> process, CancellationToken cancellationToken)
        where TWorker : IDisposable
    {
        int next = -1;
        ExceptionDispatchInfo? failure = null;
        void Work()
        {
            int item = Interlocked.Increment(ref next);
            if (item >= items)
            {
                return;
            }

            using TWorker worker = make();
            for (; item < items && Volatile.Read(ref failure) is null; item = Interlocked.Increment(ref next))
            {
                cancellationToken.ThrowIfCancellationRequested();
                process(worker, item);
            }
        }

        int workers = Math.Min(maxWorkers, items);
        if (workers <= 1)
        {
            Work();
            return;
        }

        // Iterations that find the items taken end at once, so a busy thread pool costs nothing: the caller does the work.
        Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, _ =>
        {
            try
            {
                Work();
            }
#pragma warning disable CA1031 // Thrown again below, on the caller's thread.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(error), null);
            }
        });
        failure?.Throw();
    }
}
