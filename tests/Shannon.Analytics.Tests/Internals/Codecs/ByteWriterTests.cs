using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Tests.Internals.Codecs;

public class ByteWriterTests
{
    [Fact]
    public void Write_EveryKind_ReadsBack()
    {
        using ByteWriter w = new(0);
        w.WriteByte(7);
        w.WriteVarUInt(300);
        w.WriteVarInt(-2);
        w.WriteUInt32(0xDEADBEEF);
        w.WriteUInt64(0x0123456789ABCDEF);
        w.WriteBytes([1, 2, 3]);
        w.WriteText("aé漢\U0001F600");
        w.WriteText(string.Empty);

        ByteReader r = new(w.WrittenSpan);
        Assert.Equal(7, r.ReadByte());
        Assert.Equal(300UL, r.ReadVarUInt());
        Assert.Equal(-2, r.ReadVarInt());
        Assert.Equal(0xDEADBEEF, r.ReadUInt32());
        Assert.Equal(0x0123456789ABCDEFUL, r.ReadUInt64());
        Assert.Equal([1, 2, 3], r.ReadBytes(3).ToArray());
        Assert.Equal("aé漢\U0001F600", r.ReadText());
        Assert.Equal(string.Empty, r.ReadText());
        Assert.Equal(0, r.Remaining);
        Assert.Equal(w.Length, r.Position);
    }

    [Fact]
    public void WriteInteger_IsLittleEndian()
    {
        using ByteWriter w = new();
        w.WriteUInt32(0x04030201);
        w.WriteUInt64(0x0807060504030201);
        Assert.Equal([1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8], w.WrittenMemory.ToArray());
    }

    [Theory]
    [InlineData(0UL, 1)]
    [InlineData(127UL, 1)]
    [InlineData(128UL, 2)]
    [InlineData(16383UL, 2)]
    [InlineData(16384UL, 3)]
    [InlineData((ulong)long.MaxValue, 9)]
    [InlineData(1UL << 63, 10)]
    [InlineData(ulong.MaxValue, 10)]
    public void WriteVarUInt_Boundaries_TakeLeb128Bytes(ulong value, int bytes)
    {
        using ByteWriter w = new();
        w.WriteVarUInt(value);
        ByteReader r = new(w.WrittenSpan);
        Assert.Equal(bytes, w.Length);
        Assert.Equal(bytes, ByteWriter.VarUIntBytes(value));
        Assert.Equal(value, r.ReadVarUInt());
    }

    [Theory]
    [InlineData(0L, 1)]
    [InlineData(-64L, 1)]
    [InlineData(63L, 1)]
    [InlineData(64L, 2)]
    [InlineData(long.MinValue, 10)]
    [InlineData(long.MaxValue, 10)]
    public void WriteVarInt_Boundaries_ReadBack(long value, int bytes)
    {
        using ByteWriter w = new();
        w.WriteVarInt(value);
        ByteReader r = new(w.WrittenSpan);
        Assert.Equal(bytes, w.Length);
        Assert.Equal(value, r.ReadVarInt());
    }

    [Fact]
    public void WriteText_LoneSurrogate_BecomesReplacementCharacter()
    {
        using ByteWriter w = new();
        w.WriteText("a\uD800b");
        ByteReader r = new(w.WrittenSpan);
        Assert.Equal("a\uFFFDb", r.ReadText());
    }

    [Fact]
    public void PatchUInt32_Placeholder_IsOverwrittenAlone()
    {
        using ByteWriter w = new();
        w.WriteByte(1);
        w.WriteUInt32(0);
        w.WriteByte(2);
        w.PatchUInt32(1, uint.MaxValue);
        Assert.Equal([1, 255, 255, 255, 255, 2], w.WrittenSpan.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => w.PatchUInt32(3, 0));
    }

    [Fact]
    public void Write_AfterResetTruncateAndDispose_StartsThere()
    {
        ByteWriter w = new(1);
        w.WriteBytes(new byte[5000]);
        w.Truncate(2);
        Assert.Equal(2, w.Length);
        w.Reset();
        w.WriteByte(9);
        Assert.Equal([9], w.WrittenSpan.ToArray());
        w.Dispose();
        w.Dispose();
        Assert.Equal(0, w.Length);
        w.WriteByte(8);
        Assert.Equal([8], w.WrittenSpan.ToArray());
        w.Dispose();
    }

    [Fact]
    public void GetSpanAdvance_GrowsAndKeepsContent()
    {
        using ByteWriter w = new(4);
        byte[] expected = new byte[100_000];
        new Random(1).NextBytes(expected);
        for (int start = 0; start < expected.Length; start += 1000)
        {
            expected.AsSpan(start, 1000).CopyTo(w.GetSpan(1000));
            w.Advance(1000);
        }

        Assert.Equal(expected, w.WrittenSpan.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => w.Advance(int.MaxValue));
    }
}
