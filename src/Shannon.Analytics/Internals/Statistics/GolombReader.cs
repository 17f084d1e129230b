using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>Reads what <see cref="GolombWriter"/> wrote. Past the end it reads zeros until a number cannot end, which throws.</summary>
internal ref struct GolombReader
{
    // A word load begins inside a byte.
    private const int BitsPerLoad = 57;

    private readonly ReadOnlySpan<byte> _data;
    private long _position;

    public GolombReader(ReadOnlySpan<byte> data)
    {
        _data = data;
    }

    /// <summary>Bytes read so far, the last one perhaps in part.</summary>
    public readonly int BytesRead => (int)Math.Min(int.MaxValue, (_position + 7) >> 3);

    /// <exception cref="CodecException">The bytes end too early or hold a number of more than 62 bits.</exception>
    public ulong Read(int order)
    {
        ulong bits = Load();
        int length = BitOperations.TrailingZeroCount(bits);

        // Nearly always the whole code lies within one load.
        int whole = (2 * length) + 1 + order;
        if (whole <= BitsPerLoad)
        {
            _position += whole;
            CheckEnd();
            ulong q = ((bits >> (length + 1)) & ((1UL << length) - 1)) + (1UL << length);
            ulong low = (bits >> ((2 * length) + 1)) & ((1UL << order) - 1);
            return ((q - 1) << order) | low;
        }

        return ReadLong(order);
    }

    private ulong ReadLong(int order)
    {
        int length = 0;
        while (Take(1) == 0)
        {
            length++;
            CheckEnd();
        }

        if (length + order > 62)
        {
            throw new CodecException("A packed count does not fit 62 bits.");
        }

        ulong q = Take(length) + (1UL << length);
        ulong low = Take(order);
        CheckEnd();
        return ((q - 1) << order) | low;
    }

    /// <summary>Up to 62 bits.</summary>
    private ulong Take(int length)
    {
        int first = Math.Min(length, 32);
        ulong value = Load() & ((1UL << first) - 1);
        _position += first;
        return length > first ? value | (Take(length - first) << first) : value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ulong Load()
    {
        long at = _position >> 3;
        return at <= _data.Length - sizeof(ulong) && BitConverter.IsLittleEndian
            ? Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref MemoryMarshal.GetReference(_data), (nint)at)) >> (int)(_position & 7)
            : LoadLast();
    }

    /// <summary>Near the end, byte by byte.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly ulong LoadLast()
    {
        ReadOnlySpan<byte> rest = _data[(int)Math.Min(_data.Length, _position >> 3)..];
        ulong word = 0;
        for (int i = 0; i < Math.Min(rest.Length, sizeof(ulong)); i++)
        {
            word |= (ulong)rest[i] << (8 * i);
        }

        return word >> (int)(_position & 7);
    }

    private readonly void CheckEnd()
    {
        if (_position > 8L * _data.Length)
        {
            ThrowTruncated();
        }
    }

    private static void ThrowTruncated() => throw new CodecException("The bytes of a sketch end too early.");
}
