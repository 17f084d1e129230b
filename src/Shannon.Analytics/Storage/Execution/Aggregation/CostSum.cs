using System.Runtime.InteropServices;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>The exact sum of what records cost. 128 bits hold any number of 64-bit nano-dollars that a store can have.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct CostSum
{
    private Int128 _nano;

    /// <summary>How many costs were added.</summary>
    internal long Count { get; private set; }

    /// <summary>In dollars; null if nothing was added.</summary>
    internal readonly decimal? Dollars => Count == 0 ? null : NanoCost.ToDollars(_nano);

    internal void Add(long nano)
    {
        _nano += nano;
        Count++;
    }

    internal void Merge(in CostSum other)
    {
        _nano += other._nano;
        Count += other.Count;
    }
}
