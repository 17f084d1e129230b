namespace Shannon.Analytics.Realtime.Statistics;

/// <summary>Cuts time into sixtieths of a window. Times are microseconds since 1970.</summary>
/// <param name="Length">The window's length.</param>
internal readonly record struct WindowGrid(long Length)
{
    /// <summary>Parts of a window; one more is needed where it begins in the middle of one.</summary>
    internal const int Parts = 60;

    /// <summary>Slots that parts are kept in, each with its number: a later part takes the slot of one that is over.</summary>
    internal const int Slots = 64;

    /// <summary>Parts in each of the twelve slices that derived figures are followed by.</summary>
    internal const int PartsPerSlice = 5;

    internal const int Slices = Parts / PartsPerSlice;

    internal long Width => Math.Max(1, (Length + Parts - 1) / Parts);

    internal long PartOf(long time) => (time / Width) - (time % Width < 0 ? 1 : 0);

    /// <summary>The slice of a part, the last being the one that ends now; negative if it is over.</summary>
    internal int SliceOf(long part, long now)
    {
        long first = PartOf(now) - Parts + 1;
        return part < first ? -1 : (int)((part - first) / PartsPerSlice);
    }

    /// <summary>How long a slice has lasted, in seconds.</summary>
    internal double SecondsOf(int slice, long now) =>
        (slice < Slices - 1 ? PartsPerSlice * Width : ((PartsPerSlice - 1) * Width) + (now - (PartOf(now) * Width))) / 1e6;

    /// <summary>Where a slice ends.</summary>
    internal long EndOf(int slice, long now) => slice < Slices - 1 ? (PartOf(now) + 1 - ((Slices - 1 - slice) * PartsPerSlice)) * Width : now;

    /// <summary>The slot for a time, and whether it must be emptied first; -1 if the time does not count now: over, or in the future.</summary>
    internal int SlotFor(long time, long now, ReadOnlySpan<long> parts, out bool isStale)
    {
        long part = PartOf(time);
        long current = PartOf(now);
        isStale = false;
        if (part > current + 1 || part <= current - Slots)
        {
            return -1;
        }

        int slot = (int)(part & (Slots - 1));

        // A later part than the next one stands there only after the clock was set back.
        isStale = parts[slot] != part;
        return parts[slot] > part && parts[slot] <= current + 1 ? -1 : slot;
    }
}
