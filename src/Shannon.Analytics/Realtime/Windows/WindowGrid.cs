namespace Shannon.Analytics.Realtime.Windows;

/// <summary>Cuts time into sixtieths of a window, numbered on through all of time. Times are microseconds since 1970.</summary>
/// <param name="Length">The window's length; a second or more, so that whole microseconds make sixtieths of it.</param>
internal readonly record struct WindowGrid(long Length)
{
    /// <summary>Parts of a window. Where it begins in the middle of one, up to two more have a share in it.</summary>
    internal const int Parts = 60;

    /// <summary>Parts in each of the twelve slices that derived figures are followed by.</summary>
    internal const int PartsPerSlice = 5;

    internal const int Slices = Parts / PartsPerSlice;

    /// <summary>How long a part is.</summary>
    internal long Width { get; } = Math.Max(1, Length / Parts);

    internal long PartOf(long time) => Math.DivRem(time, Width) is var (part, rest) && rest < 0 ? part - 1 : part;

    /// <summary>The oldest of the parts whose newest is the one given.</summary>
    internal static long OldestOf(long newest) => newest - Parts + 1;

    /// <summary>The slice of one of the window's parts, the last being the one that ends now.</summary>
    internal static int SliceOf(long part, long newest) => (int)((part - OldestOf(newest)) / PartsPerSlice);

    /// <summary>How long a slice has lasted, in seconds.</summary>
    internal double SecondsOf(int slice, long now) =>
        (slice < Slices - 1 ? PartsPerSlice * Width : ((PartsPerSlice - 1) * Width) + (now - (PartOf(now) * Width))) / 1e6;

    /// <summary>Where a slice ends.</summary>
    internal long EndOf(int slice, long now) => slice < Slices - 1 ? (PartOf(now) + 1 - ((Slices - 1 - slice) * PartsPerSlice)) * Width : now;
}
