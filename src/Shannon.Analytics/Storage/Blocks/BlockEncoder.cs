using System.Buffers.Binary;
using System.IO.Hashing;
using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Storage.Blocks;

/// <summary>Puts header, ids and body together.</summary>
internal static class BlockEncoder
{
    internal static void Encode(long firstId, BlockIds ids, ReadOnlySpan<byte> body, ByteWriter writer)
    {
        int start = writer.Length;
        writer.WriteByte(BlockFormat.Magic0);
        writer.WriteByte(BlockFormat.Magic1);
        writer.WriteByte(BlockFormat.Version);
        writer.WriteByte(0);
        writer.WriteUInt64(0);
        writer.WriteVarUInt((ulong)ids.Names.Length);
        LongColumn.Encode(ids.Names, writer);
        writer.WriteVarUInt((ulong)ids.Sessions.Length);
        LongColumn.Encode(ids.Sessions, writer);
        writer.WriteBytes(body);
        ulong checksum = Checksum(firstId, writer.WrittenSpan[start..]);
        writer.PatchUInt32(start + 4, (uint)checksum);
        writer.PatchUInt32(start + 8, (uint)(checksum >> 32));
    }

    /// <summary>Over version, flags and everything behind the checksum itself.</summary>
    internal static ulong Checksum(long firstId, ReadOnlySpan<byte> block)
    {
        ulong body = XxHash3.HashToUInt64(block[BlockFormat.HeaderBytes..], firstId);
        Span<byte> last = stackalloc byte[10];
        BinaryPrimitives.WriteUInt64LittleEndian(last, body);
        last[8] = block[2];
        last[9] = block[3];
        return XxHash3.HashToUInt64(last, firstId);
    }
}
