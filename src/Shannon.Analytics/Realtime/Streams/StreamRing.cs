using System.Numerics;

namespace Shannon.Analytics.Realtime.Streams;

/// <summary>
/// The newest records of one kind, shared by any number of readers, each with a place of its own: adding one costs the same for one reader
/// and for a thousand, and nobody can delay anybody. One thread adds; readers read without locks and afterwards look whether what they read
/// had been claimed for newer records meanwhile (a sequence lock; Lameter, "Effective synchronization on Linux/NUMA systems", 2005).
/// </summary>
internal sealed class StreamRing
{
    private readonly StreamSlot[] _slots;
    private readonly int _mask;

    // Invariant: places below _head are written; only places of which the successor a lap later lies below _claimed may be overwritten.
    private long _claimed;
    private long _head;

    internal StreamRing(int capacity)
    {
        _slots = new StreamSlot[BitOperations.RoundUpToPowerOf2((uint)capacity)];
        _mask = _slots.Length - 1;
    }

    /// <summary>The place of the next record.</summary>
    internal long Head => Volatile.Read(ref _head);

    internal void Add(ReadOnlySpan<StreamSlot> records)
    {
        long head = _head;
        Volatile.Write(ref _claimed, head + records.Length);
        Volatile.WriteBarrier();
        foreach (StreamSlot record in records)
        {
            _slots[head++ & _mask] = record;
        }

        Volatile.Write(ref _head, head);
    }

    /// <summary>Copies records from a place on.</summary>
    /// <param name="place">Where to read; afterwards, where to read next.</param>
    /// <param name="capacity">Only so many of the newest records count.</param>
    /// <param name="target">Receives the records.</param>
    /// <param name="missed">How many were passed over before the first of them.</param>
    internal int Read(ref long place, int capacity, Span<StreamSlot> target, out long missed)
    {
        long head = Head;
        long from = Math.Max(place, head - capacity);
        int count = (int)Math.Min(target.Length, head - from);
        for (int i = 0; i < count; i++)
        {
            target[i] = _slots[(from + i) & _mask];
        }

        Volatile.ReadBarrier();
        int lost = (int)Math.Clamp(Volatile.Read(ref _claimed) - _slots.Length - from, 0, count);
        if (lost > 0)
        {
            target[lost..count].CopyTo(target);
        }

        missed = from + lost - place;
        place = from + count;
        return count - lost;
    }
}
