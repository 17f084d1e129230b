namespace Shannon.Analytics.Realtime.Streams;

/// <summary>A place in a shared ring: the oldest records go when the reader falls behind by more than its capacity.</summary>
internal sealed class RingSource(StreamRing ring, int capacity) : StreamSource
{
    private long _place = ring.Head;

    internal override bool HasOverflowed => ring.Head - _place > capacity;

    internal override int Take(Span<StreamSlot> target, out long missed) => ring.Read(ref _place, capacity, target, out missed);

    internal override void Skip() => _place = ring.Head;
}
