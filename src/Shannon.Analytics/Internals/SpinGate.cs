using System.Runtime.CompilerServices;

namespace Shannon.Analytics.Internals;

/// <summary>
/// A lock for a few instructions that cannot throw: one atomic exchange to enter, one store to leave, about half the cost of a
/// <see cref="Lock"/> when nobody contends. Waiters spin and then yield. Not reentrant.
/// </summary>
internal struct SpinGate
{
    private int _taken;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enter()
    {
        if (Interlocked.Exchange(ref _taken, 1) != 0)
        {
            Wait();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Leave() => Volatile.Write(ref _taken, 0);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Wait()
    {
        var spin = default(SpinWait);
        do
        {
            spin.SpinOnce();
        }
        while (Volatile.Read(ref _taken) != 0 || Interlocked.Exchange(ref _taken, 1) != 0);
    }
}
