namespace Shannon.Analytics.CrashHost;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014): the same numbers for a seed on every machine and runtime.</summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    internal ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From <paramref name="minimum"/> up to, not including, <paramref name="limit"/>.</summary>
    internal int Next(int minimum, int limit) => minimum + (int)(Next() % (ulong)(limit - minimum));
}
