using System.Buffers.Binary;
using System.IO.Hashing;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Storage.Segments;

/// <summary>The envelope of each BLOB of a segment: version, flags and a checksum that knows where the BLOB belongs.</summary>
internal static class SegmentBlob
{
    /// <summary>Writes room for the envelope; returns where it is.</summary>
    internal static int Begin(ByteWriter writer)
    {
        int start = writer.Length;
        writer.WriteByte(SegmentFormat.Magic0);
        writer.WriteByte(SegmentFormat.Magic1);
        writer.WriteByte(SegmentFormat.Version);
        writer.WriteByte(0);
        writer.WriteUInt64(0);
        return start;
    }

    /// <summary>Completes the envelope of a BLOB that is otherwise finished; its identity is known only inside the commit.</summary>
    internal static void Complete(long identity, Span<byte> blob) =>
        BinaryPrimitives.WriteUInt64LittleEndian(blob[4..], Checksum(identity, blob));

    /// <summary>Checks the envelope and returns the body.</summary>
    /// <exception cref="StoreCorruptException">The bytes are not the BLOB that was stored under this identity.</exception>
    /// <exception cref="StoreVersionException">The BLOB has a version this release does not know.</exception>
    internal static ReadOnlySpan<byte> Open(long identity, ReadOnlySpan<byte> blob)
    {
        if (blob.Length < SegmentFormat.HeaderBytes || blob[0] != SegmentFormat.Magic0 || blob[1] != SegmentFormat.Magic1)
        {
            throw Damaged(identity, "it does not begin like a column");
        }

        if (BinaryPrimitives.ReadUInt64LittleEndian(blob[4..]) != Checksum(identity, blob))
        {
            throw Damaged(identity, "its checksum does not match");
        }

        return blob[2] == SegmentFormat.Version && blob[3] == 0
            ? blob[SegmentFormat.HeaderBytes..]
            : throw new StoreVersionException(FormattableString.Invariant(
                $"Column {identity & (SegmentFormat.MaxColumns - 1)} of segment {identity >> SegmentFormat.OrdinalBits} has format version {blob[2]} with flags {blob[3]}; this release reads version {SegmentFormat.Version} with flags 0. Update Shannon.Analytics."));
    }

    internal static StoreCorruptException Damaged(long identity, string what, Exception? inner = null) =>
        new(FormattableString.Invariant($"{Describe(identity)} is damaged: {what}. Nothing of it is returned. Restore the file from a backup."), inner);

    internal static string Describe(long identity) => (identity & (SegmentFormat.MaxColumns - 1)) == 0
        ? FormattableString.Invariant($"The header of segment {identity >> SegmentFormat.OrdinalBits}")
        : FormattableString.Invariant($"Column {identity & (SegmentFormat.MaxColumns - 1)} of segment {identity >> SegmentFormat.OrdinalBits}");

    private static ulong Checksum(long identity, ReadOnlySpan<byte> blob)
    {
        ulong body = XxHash3.HashToUInt64(blob[SegmentFormat.HeaderBytes..], identity);
        Span<byte> last = stackalloc byte[10];
        BinaryPrimitives.WriteUInt64LittleEndian(last, body);
        last[8] = blob[2];
        last[9] = blob[3];
        return XxHash3.HashToUInt64(last, identity);
    }
}
