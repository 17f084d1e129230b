using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blobs;

namespace Shannon.Analytics.Storage.Rollups;

/// <summary>
/// The constants of stored rollups. One holds entries of one UTC month: a header, the quarters of an hour and the hours, each a BLOB. What
/// retention drops later in that month is folded into it until it is large; then another one begins. Entries of one quarter may therefore stand
/// in several, and add up.
/// </summary>
internal static class RollupFormat
{
    /// <summary>A rollup takes in further records until it has so many bytes.</summary>
    internal const int MaxOpenBytes = 256 << 10;

    /// <summary>The BLOBs of a rollup.</summary>
    internal const int Parts = 3;

    /// <summary>Which BLOB holds a level; 0 is the header.</summary>
    internal static int PartOf(RollupLevel level) => (int)level;

    /// <summary>What checksum and encryption of a BLOB are bound to. Rollups and segments take their ids from one counter.</summary>
    internal static BlobIdentity Identity(long id, int part) => new(BlobKind.Rollup, id, part);

    /// <summary>Where the UTC month of a time begins, in microseconds.</summary>
    internal static long MonthOf(long micros)
    {
        DateTimeOffset time = UnixMicros.ToTime(micros);
        return UnixMicros.From(new DateTimeOffset(time.Year, time.Month, 1, 0, 0, 0, TimeSpan.Zero));
    }

    /// <summary>Where the month after ends that begins at <paramref name="month"/>: the first moment not in it.</summary>
    internal static long EndOfMonth(long month)
    {
        DateTimeOffset time = UnixMicros.ToTime(month);
        return time is { Year: 9999, Month: 12 } ? long.MaxValue : UnixMicros.From(time.AddMonths(1));
    }
}
