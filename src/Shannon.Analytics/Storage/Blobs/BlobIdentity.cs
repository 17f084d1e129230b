using System.Buffers.Binary;
using System.IO.Hashing;

namespace Shannon.Analytics.Storage.Blobs;

/// <summary>
/// Which BLOB it is. Checksum and encryption are bound to it, so that bytes moved to another place are noticed.
/// Whatever never stands for two contents at once may serve: a rewritten BLOB gets another revision.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Which of its kind.</param>
/// <param name="Column">Which part of that.</param>
/// <param name="Revision">How often it was rewritten.</param>
internal readonly record struct BlobIdentity(BlobKind Kind, long Id, int Column = 0, long Revision = 0)
{
    internal const int Bytes = 21;

    /// <summary>An identity from a hash of 16 bytes.</summary>
    internal static BlobIdentity Of(BlobKind kind, ReadOnlySpan<byte> hash) =>
        new(kind, BinaryPrimitives.ReadInt64LittleEndian(hash), 0, BinaryPrimitives.ReadInt64LittleEndian(hash[8..]));

    /// <summary>As errors name it. Neither hashes nor ids of users' making appear.</summary>
    public override string ToString() => Kind switch
    {
        BlobKind.Journal => FormattableString.Invariant($"Journal block {Id}"),
        BlobKind.SegmentColumn => FormattableString.Invariant($"Column {Column} of segment {Id}"),
        BlobKind.SegmentFooter => FormattableString.Invariant($"The footer of segment {Id}"),
        BlobKind.Rollup => FormattableString.Invariant($"Part {Column} of rollup {Id}"),
        BlobKind.Session => "A session's entry in the catalogue",
        BlobKind.State => "A document of the state",
        BlobKind.StateLog => FormattableString.Invariant($"Entry {Id} of the state's logs"),
        _ => "The lookup key of the catalogue",
    };

    internal void Write(Span<byte> target)
    {
        target[0] = (byte)Kind;
        BinaryPrimitives.WriteInt64LittleEndian(target[1..], Id);
        BinaryPrimitives.WriteInt32LittleEndian(target[9..], Column);
        BinaryPrimitives.WriteInt64LittleEndian(target[13..], Revision);
    }

    /// <summary>What the checksum starts from.</summary>
    internal long Seed()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        Write(bytes);
        return (long)XxHash3.HashToUInt64(bytes);
    }
}
