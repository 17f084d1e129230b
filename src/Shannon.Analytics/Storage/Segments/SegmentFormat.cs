using Shannon.Analytics.Storage.Blobs;

namespace Shannon.Analytics.Storage.Segments;

/// <summary>
/// The constants of the segment format. A segment is immutable: one header and one BLOB for each column, so that a query reads only the columns
/// it names. Every BLOB stands in the envelope of <see cref="BlobFormat"/>; bodies of columns use the codecs of journal blocks.
/// </summary>
internal static class SegmentFormat
{
    /// <summary>Most rows of one segment.</summary>
    internal const int MaxRows = 65_536;

    /// <summary>Most rows of a segment that several metrics share.</summary>
    internal const int MaxMixedRows = 8_192;

    /// <summary>How long a time a shared segment spans, unless it would hold fewer than <see cref="MinMixedRows"/> rows then.</summary>
    internal const long MaxMixedMicros = 31L * MicrosPerDay;

    internal const int MinMixedRows = 512;

    /// <summary>From so many records on a UTC day a metric gets segments of its own for that day.</summary>
    internal const int OwnRows = 4_000;

    /// <summary>The same where the metric already has some that day.</summary>
    internal const int MoreOwnRows = 1_000;

    internal const long MicrosPerDay = 86_400_000_000L;

    /// <summary>The part of a column's identity that names it within its segment.</summary>
    internal const int OrdinalBits = 12;

    internal const int MaxColumns = 1 << OrdinalBits;

    /// <summary>The identity of a column, and its key in the table of columns; ordinal 0 is the header.</summary>
    internal static long ColumnId(long segmentId, int ordinal) => (segmentId << OrdinalBits) | (uint)ordinal;

    /// <summary>What checksum and encryption of a BLOB are bound to; ordinal 0 is the header.</summary>
    internal static BlobIdentity Identity(long segmentId, int ordinal) =>
        ordinal == 0 ? new BlobIdentity(BlobKind.SegmentFooter, segmentId) : new BlobIdentity(BlobKind.SegmentColumn, segmentId, ordinal);

    /// <summary>The UTC day of a time, counted from 1970-01-01.</summary>
    internal static long DayOf(long micros) => Math.DivRem(micros, MicrosPerDay, out long rest) - (rest < 0 ? 1 : 0);
}
