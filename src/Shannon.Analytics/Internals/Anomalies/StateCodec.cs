using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>The pieces of saved state: finite numbers and flags, refused when they cannot be right.</summary>
internal static class StateCodec
{
    internal static void WriteDouble(this ByteWriter writer, double value) => writer.WriteUInt64(BitConverter.DoubleToUInt64Bits(value));

    internal static void WriteDoubles(this ByteWriter writer, ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            writer.WriteDouble(value);
        }
    }

    internal static void WriteFlag(this ByteWriter writer, bool value) => writer.WriteByte(value ? (byte)1 : (byte)0);

    internal static double ReadDouble(this ref ByteReader reader)
    {
        double value = BitConverter.UInt64BitsToDouble(reader.ReadUInt64());
        return double.IsFinite(value) ? value : throw new CodecException($"The state before byte {reader.Position} holds a number that is not finite.");
    }

    internal static void ReadDoubles(this ref ByteReader reader, Span<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadDouble();
        }
    }

    internal static bool ReadFlag(this ref ByteReader reader) => reader.ReadCount(1) == 1;

    /// <summary>Reads the first byte of a state, which says whose it is and in which form.</summary>
    internal static void ReadVersion(this ref ByteReader reader, byte expected)
    {
        byte version = reader.ReadByte();
        if (version != expected)
        {
            throw new CodecException($"A detector's state begins with {version}; {expected} is the one this version reads. Start the detector anew.");
        }
    }
}
