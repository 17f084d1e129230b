using System.Numerics;
using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// Exponential Golomb codes, short for small numbers and still short for the odd large one. With order k, a number n becomes
/// <c>q = (n >> k) + 1</c>: as many zeros as q has bits after its highest, a one, those bits, then the low k bits of n; low bits come first.
/// </summary>
internal ref struct GolombWriter
{
    private readonly ByteWriter _writer;
    private ulong _bits;
    private int _count;

    public GolombWriter(ByteWriter writer)
    {
        _writer = writer;
    }

    /// <summary>The order that takes the fewest bits, and how many.</summary>
    public static (int Order, long Bits) BestOrder(ReadOnlySpan<ulong> numbers)
    {
        int best = 0;
        long least = Length(numbers, 0);
        for (int order = 1; order < 48; order++)
        {
            long bits = Length(numbers, order);
            if (bits >= least)
            {
                break;
            }

            (best, least) = (order, bits);
        }

        return (best, least);
    }

    public void Write(ulong number, int order)
    {
        ulong q = (number >> order) + 1;
        int length = BitOperations.Log2(q);
        Put(0, length);
        Put(1, 1);
        Put(q & ((1UL << length) - 1), length);
        Put(number & ((1UL << order) - 1), order);
    }

    /// <summary>Pads to a whole byte; the writer can go on after it.</summary>
    public void Flush()
    {
        while (_count > 0)
        {
            _writer.WriteByte((byte)_bits);
            _bits >>= 8;
            _count -= 8;
        }

        _count = 0;
    }

    private static long Length(ReadOnlySpan<ulong> numbers, int order)
    {
        long bits = 0;
        foreach (ulong number in numbers)
        {
            bits += (2 * BitOperations.Log2((number >> order) + 1)) + 1 + order;
        }

        return bits;
    }

    private void Put(ulong value, int length)
    {
        for (; length > 32; length -= 32, value >>= 32)
        {
            Put((uint)value, 32);
        }

        _bits |= value << _count;
        _count += length;
        if (_count >= 32)
        {
            _writer.WriteUInt32((uint)_bits);
            _bits >>= 32;
            _count -= 32;
        }
    }
}
