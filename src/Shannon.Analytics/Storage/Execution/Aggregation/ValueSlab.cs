using Shannon.Analytics.Internals.Memory;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>A pooled array that holds values of many groups, given back when the last of them is released. Filled by one worker; released under the state's lock.</summary>
internal sealed class ValueSlab
{
    /// <summary>1 MiB: a power of two, so that the pool's array is not longer.</summary>
    internal const int Length = 1 << 17;

    private int _held = 1;

    internal ValueSlab(int length) => Values = Loans.Rent<double>(length);

    internal double[] Values { get; private set; }

    internal int Used { get; set; }

    internal void Hold() => Interlocked.Increment(ref _held);

    internal void Release()
    {
        if (Interlocked.Decrement(ref _held) == 0)
        {
            double[] values = Values;
            Values = [];
            Loans.Return(values);
        }
    }
}
