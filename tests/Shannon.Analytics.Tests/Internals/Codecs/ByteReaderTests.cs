using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Tests.Internals.Codecs;

public class ByteReaderTests
{
    [Fact]
    public void Read_PastTheEnd_Throws()
    {
        Assert.Throws<CodecException>(() => new ByteReader([]).ReadByte());
        Assert.Throws<CodecException>(() => new ByteReader([0x80]).ReadVarUInt());
        Assert.Throws<CodecException>(() => new ByteReader([1, 2, 3]).ReadUInt32());
        Assert.Throws<CodecException>(() => new ByteReader([1, 2, 3, 4, 5, 6, 7]).ReadUInt64());
        Assert.Throws<CodecException>(() => new ByteReader([1]).ReadBytes(2).Length);
        Assert.Throws<CodecException>(() => new ByteReader([5, 65]).ReadText());
    }

    [Fact]
    public void ReadVarUInt_OverSixtyFourBits_Throws()
    {
        byte[] tooGreat = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02];
        byte[] tooLong = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00];
        Assert.Throws<CodecException>(() => new ByteReader(tooGreat).ReadVarUInt());
        Assert.Throws<CodecException>(() => new ByteReader(tooLong).ReadVarUInt());
    }

    [Fact]
    public void ReadCount_AboveMax_Throws()
    {
        Assert.Equal(10, new ByteReader([10]).ReadCount(10));
        CodecException e = Assert.Throws<CodecException>(() => new ByteReader([11]).ReadCount(10));
        Assert.Contains("11", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadText_HugeLength_ThrowsWithoutAllocating()
    {
        byte[] bytes = [0xFF, 0xFF, 0xFF, 0xFF, 0x07, 65];
        Assert.Throws<CodecException>(() => new ByteReader(bytes).ReadText(int.MaxValue));
        Assert.Throws<CodecException>(() => new ByteReader([2, 65, 65]).ReadText(1));
    }

    [Fact]
    public void ReadText_NotUtf8_Throws()
    {
        Assert.Throws<CodecException>(() => new ByteReader([1, 0xFF]).ReadText());
        Assert.Throws<CodecException>(() => new ByteReader([3, 0xED, 0xA0, 0x80]).ReadText());
    }
}
