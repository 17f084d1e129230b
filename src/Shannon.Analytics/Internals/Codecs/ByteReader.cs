using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Shannon.Analytics.Internals.Codecs;

/// <summary>
/// Reads what <see cref="ByteWriter"/> wrote. Every read is checked against the end; what does not fit or cannot be
/// right throws <see cref="CodecException"/>, and nothing is allocated for a length that the remaining bytes cannot hold.
/// </summary>
internal ref struct ByteReader
{
    private readonly ReadOnlySpan<byte> _data;
    private int _position;

    public ByteReader(ReadOnlySpan<byte> data)
    {
        _data = data;
        _position = 0;
    }

    public readonly int Position => _position;

    public readonly int Remaining => _data.Length - _position;

    /// <summary>What is left, without consuming it; kernels may load past their own bytes into it.</summary>
    internal readonly ReadOnlySpan<byte> RemainingSpan => _data[_position..];

    public byte ReadByte()
    {
        if (_position >= _data.Length)
        {
            ThrowTruncated(1);
        }

        return _data[_position++];
    }

    public ulong ReadVarUInt()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = ReadByte();

            // The tenth byte holds bit 63 alone.
            if (shift == 63 && next > 1)
            {
                break;
            }

            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new CodecException($"A variable-length integer before byte {_position} does not fit 64 bits.");
    }

    public long ReadVarInt()
    {
        ulong zigzag = ReadVarUInt();
        return (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
    }

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(sizeof(uint)));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(ReadBytes(sizeof(ulong)));

    public ReadOnlySpan<byte> ReadBytes(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        if (n > Remaining)
        {
            ThrowTruncated(n);
        }

        ReadOnlySpan<byte> bytes = _data.Slice(_position, n);
        _position += n;
        return bytes;
    }

    /// <summary>Reads text of at most <paramref name="maxBytes"/> bytes of UTF-8.</summary>
    public string ReadText(int maxBytes = 1 << 20)
    {
        ReadOnlySpan<byte> utf8 = ReadBytes(ReadCount(maxBytes));
        if (!Utf8.IsValid(utf8))
        {
            throw new CodecException($"The text before byte {_position} is not UTF-8.");
        }

        return Encoding.UTF8.GetString(utf8);
    }

    /// <summary>Reads a varint that must not exceed <paramref name="max"/>.</summary>
    public int ReadCount(int max)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        ulong count = ReadVarUInt();
        if (count > (ulong)max)
        {
            throw new CodecException($"A count or length of {count} before byte {_position} exceeds {max}, the most allowed there.");
        }

        return (int)count;
    }

    [DoesNotReturn]
    private readonly void ThrowTruncated(long needed) =>
        throw new CodecException($"The bytes end too early: {needed} needed at byte {_position}, {Remaining} left.");
}
