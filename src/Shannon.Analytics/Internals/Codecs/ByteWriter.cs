using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Shannon.Analytics.Internals.Codecs;

/// <summary>
/// A growable byte buffer over <see cref="ArrayPool{T}"/>. Integers are little-endian; varints are LEB128
/// (seven bits a byte, low bits first), signed ones zigzag. Not thread-safe.
/// </summary>
/// <remarks>Spans and memories handed out are valid until the next write, <see cref="Reset"/> or <see cref="Dispose"/>.</remarks>
internal sealed class ByteWriter : IDisposable
{
    private const int MaxVarIntBytes = 10;

    private byte[] _buffer;
    private int _length;

    public ByteWriter(int capacity = 256)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _buffer = ArrayPool<byte>.Shared.Rent(capacity);
    }

    /// <summary>Bytes written so far.</summary>
    public int Length => _length;

    public ReadOnlySpan<byte> WrittenSpan => _buffer.AsSpan(0, _length);

    public Memory<byte> WrittenMemory => _buffer.AsMemory(0, _length);

    /// <summary>Forgets what was written and keeps the buffer.</summary>
    public void Reset() => _length = 0;

    /// <summary>Forgets what was written after <paramref name="length"/>, so that an encoder can try and take back.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _length);
        _length = length;
    }

    public void WriteByte(byte value)
    {
        GetSpan(1)[0] = value;
        _length++;
    }

    public void WriteVarUInt(ulong value)
    {
        Span<byte> span = GetSpan(MaxVarIntBytes);
        int used = 0;
        while (value >= 0x80)
        {
            span[used++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[used++] = (byte)value;
        _length += used;
    }

    public void WriteVarInt(long value) => WriteVarUInt(ZigZag(value));

    public void WriteUInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(GetSpan(sizeof(uint)), value);
        _length += sizeof(uint);
    }

    public void WriteUInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(GetSpan(sizeof(ulong)), value);
        _length += sizeof(ulong);
    }

    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(GetSpan(value.Length));
        _length += value.Length;
    }

    /// <summary>
    /// Writes the length in bytes as a varint, then UTF-8. A lone surrogate, which UTF-8 cannot express, becomes U+FFFD;
    /// text that must survive exactly belongs in a <see cref="TextColumn"/>.
    /// </summary>
    public void WriteText(ReadOnlySpan<char> value)
    {
        int bytes = Encoding.UTF8.GetByteCount(value);
        WriteVarUInt((ulong)bytes);
        Encoding.UTF8.GetBytes(value, GetSpan(bytes));
        _length += bytes;
    }

    /// <summary>Room for at least <paramref name="size"/> bytes after what is written; undefined content. Call <see cref="Advance"/> after filling it.</summary>
    public Span<byte> GetSpan(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        if (size > _buffer.Length - _length)
        {
            Grow(size);
        }

        return _buffer.AsSpan(_length);
    }

    public void Advance(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, _buffer.Length - _length);
        _length += n;
    }

    /// <summary>Overwrites four written bytes, for a length or checksum known only later.</summary>
    public void PatchUInt32(int position, uint value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, _length - sizeof(uint));
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(position), value);
    }

    /// <summary>Gives the buffer back to the pool; the writer is empty afterwards. May be called twice.</summary>
    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        _length = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Maps small magnitudes of either sign to small numbers.</summary>
    internal static ulong ZigZag(long value) => (ulong)(value << 1) ^ (ulong)(value >> 63);

    /// <summary>How many bytes <see cref="WriteVarUInt"/> takes.</summary>
    internal static int VarUIntBytes(ulong value) => (70 - System.Numerics.BitOperations.LeadingZeroCount(value | 1)) / 7;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int size)
    {
        long needed = (long)_length + size;
        if (needed > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"The encoded bytes would exceed {Array.MaxLength} bytes, the most one buffer holds; write smaller blocks.");
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _buffer.Length)));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        byte[] old = _buffer;
        _buffer = larger;
        if (old.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(old);
        }
    }
}
