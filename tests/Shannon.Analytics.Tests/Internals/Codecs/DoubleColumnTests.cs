using System.Runtime.InteropServices;
using CsCheck;
using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Tests.Internals.Codecs;

public class DoubleColumnTests
{
    [Fact]
    public void EncodeDecode_EveryShape_RoundTripsEveryBitWithinRawSize()
    {
        foreach ((string name, double[] values) in ColumnShapes.Doubles())
        {
            byte[] encoded = Encode(values);
            Assert.True(SameBits(values, Decode(encoded, values.Length)), name);
            Assert.True(encoded.Length <= (values.Length == 0 ? 0 : 2 + (8 * values.Length)), $"{name}: {encoded.Length} bytes");
        }
    }

    [Fact]
    public void EncodeDecode_AnyValues_RoundTripEveryBit() =>
        Gen.Double.Array[0, 200].Sample(values => SameBits(values, Decode(Encode(values), values.Length)), iter: 3000);

    [Fact]
    public void EncodeDecode_AnyDecimals_RoundTripEveryBit() =>
        Gen.Select(Gen.Int[0, 15], Gen.Long[-3_000_000_000_000_000, 3_000_000_000_000_000].Array[1, 100]).Sample(
            (places, mantissas) =>
            {
                double[] values = [.. mantissas.Select(m => m / Math.Pow(10, places))];
                return SameBits(values, Decode(Encode(values), values.Length));
            },
            iter: 3000);

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 14)]
    [InlineData(2, 17)]
    [InlineData(3, 20)]
    [InlineData(6, 30)]
    public void Encode_Decimals_TakesTheBitsOfTheirMantissas(int places, int bits)
    {
        Random random = new(places);
        double[] values = [.. Enumerable.Range(0, 8000).Select(_ => Math.Round(random.NextDouble() * 1000, places))];
        byte[] encoded = Encode(values);
        Assert.Equal(DoubleColumn.Decimal, encoded[0]);
        Assert.InRange(encoded.Length, 1, (8000 * bits / 8) + 16);
    }

    [Fact]
    public void Encode_FewNonDecimals_KeepsTheRestSmall()
    {
        Random random = new(1);
        double[] values = [.. Enumerable.Range(0, 8000).Select(i => i % 400 == 0 ? random.NextDouble() : Math.Round(random.NextDouble() * 100, 2))];
        byte[] encoded = Encode(values);
        Assert.Equal(DoubleColumn.DecimalWithExceptions, encoded[0]);
        Assert.InRange(encoded.Length, 1, (8000 * 14 / 8) + 250);
    }

    [Fact]
    public void Encode_AllEqual_TakesNineBytes()
    {
        double[] values = new double[5000];
        Array.Fill(values, double.NaN);
        Assert.Equal(9, Encode(values).Length);
    }

    [Fact]
    public void ToMantissas_EveryShapeAndExponent_MatchesPlainTwin()
    {
        foreach ((string name, double[] values) in ColumnShapes.Doubles())
        {
            for (int e = 0; e <= DecimalScale.MaxExponent; e++)
            {
                long[] mantissas = new long[values.Length];
                ulong[] exceptions = new ulong[values.Length];
                int found = DecimalScale.ToMantissas(values, e, mantissas, exceptions);
                int expected = 0;
                for (int i = 0; i < values.Length; i++)
                {
                    if (DecimalScale.TryScale(values[i], double.Parse($"1e{e}", System.Globalization.CultureInfo.InvariantCulture), out long mantissa))
                    {
                        Assert.True(mantissa == mantissas[i], $"{name} at {i}");
                    }
                    else
                    {
                        Assert.True((ulong)i == exceptions[expected++], $"{name} at {i}");
                    }
                }

                Assert.True(expected == found, name);
            }
        }
    }

    [Fact]
    public void ToMantissas_MoreExceptionsThanRoom_GivesUp() =>
        Assert.Equal(-1, DecimalScale.ToMantissas([1, double.NaN, double.NaN, 2, double.NaN], 0, new long[5], new ulong[2]));

    [Fact]
    public void Decode_UnknownCodecOrExponent_Throws()
    {
        CodecException e = Assert.Throws<CodecException>(() => Decode([0xEE, 0, 0, 0], 3));
        Assert.Contains("0xEE", e.Message, StringComparison.Ordinal);
        Assert.Throws<CodecException>(() => Decode([DoubleColumn.Decimal, 15, LongColumn.Constant, 0], 3));
    }

    [Fact]
    public void Decode_DamagedBytes_RefusesOrDecodesWithinBounds()
    {
        Random random = new(4);
        foreach ((_, double[] values) in ColumnShapes.Doubles().Where(s => s.Values.Length is > 0 and < 300))
        {
            byte[] encoded = Encode(values);
            byte[] Decoder(ReadOnlySpan<byte> bytes) => MemoryMarshal.AsBytes<double>(Decode(bytes, values.Length)).ToArray();
            HostileBytes.CheckTruncations(encoded, Decoder);
            HostileBytes.CheckBitFlips(encoded, Decoder, random, 256 * 1024);
        }

        HostileBytes.CheckFuzz(bytes => MemoryMarshal.AsBytes<double>(Decode(bytes, 100)).ToArray(), random, 64 * 1024);
    }

    // A sample with a fixed step saw only the zeros of such columns, and stored them raw: 128 KB.
    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(256)]
    public void Encode_DecimalsInACycleThatDividesTheBlock_TakeTheBitsOfTheirMantissas(int cycle)
    {
        double[] values = [.. Enumerable.Range(0, 16_384).Select(i => i % cycle / 10.0)];
        byte[] encoded = Encode(values);
        Assert.InRange(encoded.Length, 1, 18_000);
        Assert.True(SameBits(values, Decode(encoded, values.Length)));
    }

    private static bool SameBits(double[] expected, double[] actual) =>
        MemoryMarshal.AsBytes<double>(expected).SequenceEqual(MemoryMarshal.AsBytes<double>(actual));

    private static byte[] Encode(double[] values)
    {
        using ByteWriter w = new();
        DoubleColumn.Encode(values, w);
        return w.WrittenSpan.ToArray();
    }

    private static double[] Decode(ReadOnlySpan<byte> bytes, int count)
    {
        ByteReader r = new(bytes);
        double[] values = new double[count];
        DoubleColumn.Decode(ref r, values);
        return values;
    }
}
