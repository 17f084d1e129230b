using System.Collections;

namespace Shannon.Analytics.CrashHost.Verification;

/// <summary>What of one batch was read back.</summary>
internal sealed class SeenBatch(int size)
{
    private readonly BitArray _ordinals = new(size);

    internal int Size => size;

    internal int Count { get; private set; }

    internal long LowestId { get; private set; } = long.MaxValue;

    internal long HighestId { get; private set; }

    internal bool IsWhole => Count == size;

    /// <summary>False if this place in the batch was there already.</summary>
    internal bool Add(int ordinal, long id)
    {
        if (_ordinals[ordinal])
        {
            return false;
        }

        _ordinals[ordinal] = true;
        Count++;
        LowestId = Math.Min(LowestId, id);
        HighestId = Math.Max(HighestId, id);
        return true;
    }
}
