using System.Buffers.Binary;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Fuzz.Targets;

/// <summary>
/// Blocks of the journal. An input is the number of records as the directory has it (two bytes, little endian), format version, flags, and what
/// follows the checksum, which is made to match so that the fuzzer gets behind it. Every record of a block that decodes is read.
/// </summary>
internal sealed class BlockTarget : IFuzzTarget
{
    internal const long FirstId = 4711;
    private const int Prefix = 4;

    public void Run(byte[] input)
    {
        if (input.Length < Prefix)
        {
            return;
        }

        byte[] block = new byte[input.Length - Prefix + BlockFormat.HeaderBytes];
        block[0] = BlockFormat.Magic0;
        block[1] = BlockFormat.Magic1;
        block[2] = input[2];
        block[3] = input[3];
        input.AsSpan(Prefix).CopyTo(block.AsSpan(BlockFormat.HeaderBytes));
        BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(4), BlockEncoder.Checksum(FirstId, block));
        try
        {
            Read(BlockDecoder.Decode(FirstId, BinaryPrimitives.ReadUInt16LittleEndian(input), block));
        }
        catch (Exception error) when (error is StoreCorruptException or StoreVersionException)
        {
        }
    }

    /// <summary>The input that makes the given block.</summary>
    internal static byte[] InputOf(int count, ReadOnlySpan<byte> block) =>
        [(byte)count, (byte)(count >> 8), block[2], block[3], .. block[BlockFormat.HeaderBytes..]];

    private static void Read(DecodedBlock block)
    {
        long sum = 0;
        for (int row = 0; row < block.Count; row++)
        {
            sum += block.Times[row] + block.Ids.Names[block.NameCodes[row]];
            sum += block.SessionCodes[row] < 0 ? 0 : block.Ids.Sessions[block.SessionCodes[row]];
            sum += Length(block.Users, row) + Length(block.Projects, row) + Length(block.Models, row) + Length(block.Keys, row);
            sum += (block.Costs?.Values[row] ?? 0) + (block.Ranks?.Values[row] ?? 0);
            sum += block.MeasurementsAt(row).Count + block.AttributesAt(row).Count;
        }

        GC.KeepAlive(sum);
    }

    private static int Length(DecodedText? column, int row) => column?.At(row)?.Length ?? 0;
}
