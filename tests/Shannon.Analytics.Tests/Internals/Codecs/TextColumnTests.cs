using System.Text;
using CsCheck;
using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Tests.Internals.Codecs;

public class TextColumnTests
{
    private const int MaxBytes = 1 << 20;

    [Fact]
    public void EncodeDecode_EveryShape_RoundTripsExactly()
    {
        foreach ((string name, string[] values) in ColumnShapes.Texts())
        {
            Assert.True(values.SequenceEqual(Decode(Encode(values), values.Length), StringComparer.Ordinal), name);
        }
    }

    [Fact]
    public void EncodeDecode_AnyText_RoundTripsExactly() =>
        Gen.String.Array[0, 60].Sample(values => values.SequenceEqual(Decode(Encode(values), values.Length), StringComparer.Ordinal), iter: 2000);

    [Fact]
    public void EncodeDecode_AnyCodeUnits_RoundTripsExactly() =>
        Gen.Int[0, 0xFFFF].Array[0, 8].Array[1, 30].Sample(
            units =>
            {
                string[] values = [.. units.Select(u => new string([.. u.Select(c => (char)c)]))];
                return values.SequenceEqual(Decode(Encode(values), values.Length), StringComparer.Ordinal);
            },
            iter: 2000);

    [Fact]
    public void Encode_RepetitiveText_IsCompressed()
    {
        string[] values = [.. Enumerable.Range(0, 1000).Select(i => $"The tool call {i % 50} failed: file not found")];
        byte[] encoded = Encode(values);
        Assert.Equal(TextColumn.Compressed, encoded[0]);
        Assert.InRange(encoded.Length, 1, values.Sum(v => v.Length) / 8);
    }

    [Fact]
    public void Encode_ShortOrIncompressibleText_StaysPlain()
    {
        Assert.Equal(0, Encode(["aaaaaaaa", "aaaaaaaa"])[0]);
        Random random = new(1);
        string[] noise = [.. Enumerable.Range(0, 200).Select(_ => new string([.. Enumerable.Range(0, 20).Select(_ => (char)random.Next(128))]))];
        byte[] encoded = Encode(noise);
        Assert.Equal(0, encoded[0]);
        Assert.InRange(encoded.Length, 4000, 4010);
    }

    [Fact]
    public void Decode_ValueAboveTheLimit_Throws()
    {
        byte[] encoded = Encode([new string('a', 100), "b"]);
        Assert.Equal(2, Decode(encoded, 2, 100).Length);
        Assert.Throws<CodecException>(() => Decode(encoded, 2, 99));

        byte[] surrogates = Encode(["\uD800" + new string('a', 99), "b"]);
        Assert.Equal(2, Decode(surrogates, 2, 100).Length);
        Assert.Throws<CodecException>(() => Decode(surrogates, 2, 99));
    }

    [Fact]
    public void Decode_LengthsAboveWhatIsThere_ThrowsBeforeAllocating()
    {
        using ByteWriter plain = new();
        plain.WriteByte(0);
        LongColumn.Encode([1 << 30, 1 << 30, 1 << 30], plain);
        using ByteWriter compressed = new();
        compressed.WriteByte(TextColumn.Compressed);
        LongColumn.Encode([TextColumn.MaxCompressedContent, 1, 1], compressed);
        using ByteWriter mismatched = new();
        mismatched.WriteByte(TextColumn.Compressed);
        LongColumn.Encode([30_000_000, 1, 1], mismatched);
        Assert.True(Zstandard.TryCompress(new byte[1000], 1000, mismatched));

        foreach (ByteWriter w in new[] { plain, compressed, mismatched })
        {
            byte[] bytes = w.WrittenSpan.ToArray();
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<CodecException>(() => Decode(bytes, 3, int.MaxValue));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        }
    }

    [Fact]
    public void Decode_LengthsThatSplitACharacter_Throws()
    {
        using ByteWriter w = new();
        w.WriteByte(0);
        LongColumn.Encode([1, 1], w);
        w.WriteBytes(Encoding.UTF8.GetBytes("é"));
        byte[] bytes = w.WrittenSpan.ToArray();
        Assert.Throws<CodecException>(() => Decode(bytes, 2));
    }

    [Fact]
    public void Decode_UnknownCodec_NamesTheByte()
    {
        CodecException e = Assert.Throws<CodecException>(() => Decode([0x04, 0, 0, 0], 3));
        Assert.Contains("0x04", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_DamagedBytes_RefusesOrDecodesWithinBounds()
    {
        Random random = new(4);
        foreach ((_, string[] values) in ColumnShapes.Texts().Where(s => s.Values.Length is > 0 and < 600))
        {
            byte[] encoded = Encode(values);
            byte[] Decoder(ReadOnlySpan<byte> bytes) => Flatten(Decode(bytes, values.Length));
            HostileBytes.CheckTruncations(encoded, Decoder);
            HostileBytes.CheckBitFlips(encoded, Decoder, random, 16 * 1024 * 1024);
        }

        HostileBytes.CheckFuzz(bytes => Flatten(Decode(bytes, 20)), random, 1024 * 1024);
    }

    [Fact]
    public void Decode_DamagedFrames_RefusesOrDecodesWithinBounds()
    {
        Random random = new(5);
        string[] values = [.. Enumerable.Range(0, 200).Select(i => $"message {i % 13} about {random.Next(100)}")];
        byte[] encoded = Encode(values);
        Assert.Equal(TextColumn.Compressed, encoded[0]);
        byte[] Decoder(ReadOnlySpan<byte> bytes) => Flatten(Decode(bytes, values.Length));
        for (int round = 0; round < 40; round++)
        {
            HostileBytes.CheckBitFlips(encoded, Decoder, random, 4 * 1024 * 1024);
        }

        for (int position = 0; position < encoded.Length; position++)
        {
            byte[] damaged = [.. encoded];
            damaged[position] = (byte)random.Next(256);
            try
            {
                Decoder(damaged);
            }
            catch (CodecException)
            {
                continue;
            }
        }

        // The thread's decompressor is still good after all that.
        Assert.Equal(values, Decode(encoded, values.Length));
    }

    private static byte[] Encode(string[] values)
    {
        using ByteWriter w = new();
        TextColumn.Encode(values, w);
        return w.WrittenSpan.ToArray();
    }

    private static string[] Decode(ReadOnlySpan<byte> bytes, int count, int maxValueBytes = MaxBytes)
    {
        ByteReader r = new(bytes);
        string[] values = new string[count];
        TextColumn.Decode(ref r, values, maxValueBytes);
        return values;
    }

    private static byte[] Flatten(string[] values) => Encoding.Unicode.GetBytes(string.Join('\0', values));
}
