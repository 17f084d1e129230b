using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Tests.Internals.Statistics;

public class ValueSketchTests
{
    [Fact]
    public void Quantile_EveryShape_IsExactBelowSixtyFourElseWithinOnePercent()
    {
        foreach ((string name, double[] values) in ValueShapes.All())
        {
            ValueSketch sketch = Of(values);
            Assert.True(sketch.Count == values.Length && sketch.IsExact == values.Length < 64, name);
            DDSketchTests.CheckQuantiles(name, values, sketch.Quantile);
            if (sketch.IsExact)
            {
                double[] sorted = [.. values.Order()];
                Assert.True(Quantiles.OfSorted(sorted, 0.3) == sketch.Quantile(0.3), name);
            }
        }
    }

    [Fact]
    public void Merge_AnyForms_EqualsAll()
    {
        foreach ((string name, double[] values) in ValueShapes.Of(1, 31, 63, 64, 700))
        {
            foreach ((string otherName, double[] other) in ValueShapes.Of(1, 32, 33, 64))
            {
                ValueSketch merged = Of(values);
                merged.Merge(Of(other));
                byte[] expected = Bytes(Of([.. values, .. other]));
                Assert.True(expected.AsSpan().SequenceEqual(Bytes(merged)), $"{name}, {otherName}");

                ValueSketch read = new();
                foreach (double[] part in new[] { values, other })
                {
                    ByteReader reader = new(Bytes(Of(part)));
                    read.MergeFrom(ref reader, part.Min(), part.Max());
                    Assert.Equal(0, reader.Remaining);
                }

                Assert.True(expected.AsSpan().SequenceEqual(Bytes(read)), $"{name}, {otherName}, from bytes");
                Assert.True(merged.Quantile(0.77) == read.Quantile(0.77), name);
            }
        }
    }

    [Fact]
    public void Empty_HasNoQuantileAndComesBack()
    {
        ValueSketch empty = new();
        ByteReader reader = new(Bytes(empty));
        empty.MergeFrom(ref reader, 0, 0);
        Assert.Equal((0L, null, true), (empty.Count, empty.Quantile(0.5), empty.IsExact));
    }

    [Fact]
    public void MergeFrom_DamagedBytes_ThrowsOrReads()
    {
        Random random = new(5);
        foreach ((_, double[] values) in ValueShapes.Of(20, 100))
        {
            byte[] bytes = Bytes(Of(values));
            for (int i = 0; i < 60; i++)
            {
                byte[] damaged = [.. bytes];
                damaged[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                try
                {
                    ByteReader reader = new(damaged.AsSpan(0, random.Next(2) == 0 ? bytes.Length : random.Next(bytes.Length)));
                    ValueSketch sketch = new();
                    sketch.MergeFrom(ref reader, 0, 1);
                    Assert.True(double.IsFinite(sketch.Quantile(0.5) ?? 0));
                }
                catch (CodecException)
                {
                }
            }
        }
    }

    private static ValueSketch Of(double[] values)
    {
        ValueSketch sketch = new();
        sketch.Add(values);
        return sketch;
    }

    private static byte[] Bytes(ValueSketch sketch)
    {
        using ByteWriter writer = new();
        sketch.WriteTo(writer);
        return writer.WrittenSpan.ToArray();
    }
}
