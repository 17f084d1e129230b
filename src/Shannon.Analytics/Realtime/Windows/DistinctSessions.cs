namespace Shannon.Analytics.Realtime.Windows;

/// <summary>
/// Counts the different sessions seen in a sliding window, in constant time; whether they ended does not matter. Bounded: sessions beyond the most it
/// remembers are not counted. Time never goes back. Not thread-safe.
/// </summary>
internal sealed class DistinctSessions(long lengthMicros)
{
    private const int Most = 100_000;

    private readonly WindowParts<List<string>> _parts = new(new WindowGrid(lengthMicros));
    private readonly Dictionary<string, long> _lastPartOf = new(StringComparer.Ordinal);

    internal void Add(long time, string session, long now)
    {
        Advance(now);
        long part = Math.Min(_parts.Grid.PartOf(time), _parts.Newest);
        bool isKnown = _lastPartOf.TryGetValue(session, out long last);
        if ((isKnown ? last >= part : _lastPartOf.Count >= Most) || _parts.ClaimInWindow(time, out bool isStale) is not (>= 0 and var slot))
        {
            return;
        }

        _lastPartOf[session] = part;
        if (isStale || _parts[slot] is null)
        {
            _parts[slot] = [];
        }

        _parts[slot]!.Add(session);
    }

    internal int Read(long now)
    {
        Advance(now);
        return _lastPartOf.Count;
    }

    private void Advance(long now)
    {
        var (first, last) = _parts.Advance(now);
        for (long part = first; part <= last; part++)
        {
            if (_parts.Find(part) is not (>= 0 and var slot))
            {
                continue;
            }

            foreach (string session in _parts[slot] ?? [])
            {
                // A session that came back since is kept by its later part.
                if (_lastPartOf.TryGetValue(session, out long known) && known == part)
                {
                    _lastPartOf.Remove(session);
                }
            }

            _parts[slot] = null;
        }
    }
}
