namespace Shannon.Analytics.Storage.Execution.Grouping;

/// <summary>
/// Gives each different tuple of numbers (bucket start and key codes) the next id from 0. Open addressing over one flat array. Not thread-safe.
/// </summary>
internal sealed class GroupTable(int width) : IDisposable
{
    private PooledBuffer<long> _tuples;
    private int[] _slots = new int[64];

    internal int Count { get; private set; }

    internal ReadOnlySpan<long> this[int id] => _tuples.Of(0).AsSpan(id * width, width);

    internal int IdOf(ReadOnlySpan<long> tuple)
    {
        int mask = _slots.Length - 1;
        long[] tuples = _tuples.Of(0);
        for (int slot = (int)HashOf(tuple) & mask; ; slot = (slot + 1) & mask)
        {
            int id = _slots[slot] - 1;
            if (id < 0)
            {
                return Add(tuple, slot);
            }

            if (tuple.SequenceEqual(tuples.AsSpan(id * width, width)))
            {
                return id;
            }
        }
    }

    public void Dispose() => _tuples.Dispose();

    private static uint HashOf(ReadOnlySpan<long> tuple)
    {
        ulong hash = 0x9E37_79B9_7F4A_7C15;
        foreach (long part in tuple)
        {
            hash = (hash ^ (ulong)part) * 0xD6E8_FEB8_6659_FD93;
            hash ^= hash >> 32;
        }

        return (uint)hash;
    }

    private int Add(ReadOnlySpan<long> tuple, int slot)
    {
        int id = Count++;
        tuple.CopyTo(_tuples.Grown(Count * width, id * width).AsSpan(id * width));
        _slots[slot] = Count;
        if (Count * 2 > _slots.Length)
        {
            Rehash();
        }

        return id;
    }

    private void Rehash()
    {
        _slots = new int[_slots.Length * 2];
        int mask = _slots.Length - 1;
        for (int id = 0; id < Count; id++)
        {
            int slot = (int)HashOf(this[id]) & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = id + 1;
        }
    }
}
