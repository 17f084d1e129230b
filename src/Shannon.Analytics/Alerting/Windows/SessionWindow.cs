namespace Shannon.Analytics.Alerting.Windows;

/// <summary>Counts the different sessions seen in a sliding window. Bounded: sessions beyond the most it remembers are not counted. Not thread-safe.</summary>
internal sealed class SessionWindow(long lengthMicros)
{
    private const int Most = 100_000;

    private readonly BucketRing _ring = new(lengthMicros);
    private readonly Dictionary<string, int> _slotOf = new(StringComparer.Ordinal);
    private readonly List<string>?[] _buckets = new List<string>?[BucketRing.Count];

    internal void Add(long time, string session, long now)
    {
        Advance(now);
        int slot = _ring.SlotOf(time);
        if (slot < 0 || (_slotOf.TryGetValue(session, out int known) && (known == slot || IsLater(known, slot, now))) || _slotOf.Count >= Most)
        {
            return;
        }

        _slotOf[session] = slot;
        (_buckets[slot] ??= []).Add(session);
    }

    internal int Read(long now)
    {
        Advance(now);
        return _slotOf.Count;
    }

    private bool IsLater(int slot, int than, long now) => AgeOf(slot, now) < AgeOf(than, now);

    private int AgeOf(int slot, long now) => (_ring.SlotOf(now) - slot + BucketRing.Count) % BucketRing.Count;

    private void Advance(long now)
    {
        var (first, count) = _ring.Advance(now);
        for (int i = 0; i < count; i++)
        {
            int slot = (first + i) % BucketRing.Count;
            foreach (string session in _buckets[slot] ?? [])
            {
                // A session that came back since is kept by its later bucket.
                if (_slotOf.TryGetValue(session, out int last) && last == slot)
                {
                    _slotOf.Remove(session);
                }
            }

            _buckets[slot] = null;
        }
    }
}
