using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Tests.Internals.Statistics;

public class DDSketchTests
{
    private static readonly double[] Probabilities = [0, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1];

    [Fact]
    public void Empty_HasNoNumbers()
    {
        DDSketch sketch = new();
        sketch.Add([]);
        sketch.Merge(new DDSketch());
        Assert.Equal((0L, null, null, null), (sketch.Count, sketch.Min, sketch.Max, sketch.Quantile(0.5)));
    }

    [Fact]
    public void Quantile_EveryShape_IsWithinOnePercent()
    {
        foreach ((string name, double[] values) in ValueShapes.All())
        {
            DDSketch sketch = new();
            sketch.Add(values);
            CheckQuantiles(name, values, sketch.Quantile);
            Assert.True((values.Length, values.Min(), values.Max()) == (sketch.Count, sketch.Min, sketch.Max), name);
        }
    }

    [Fact]
    public void Merge_EveryShape_EqualsSketchOfAll()
    {
        foreach ((string name, double[] values) in ValueShapes.Of(1, 2, 64, 511, 5000))
        {
            foreach ((string otherName, double[] other) in ValueShapes.Of(1, 100))
            {
                DDSketch all = new();
                all.Add([.. values, .. other]);
                DDSketch merged = new();
                merged.Add(values);
                DDSketch added = new();
                added.Add(other);
                merged.Merge(added);
                Assert.True(Bytes(all).AsSpan().SequenceEqual(Bytes(merged)), $"{name}, {otherName}");

                DDSketch read = new();
                ReadInto(read, values);
                ReadInto(read, other);
                Assert.True(Bytes(all).AsSpan().SequenceEqual(Bytes(read)), $"{name}, {otherName}, from bytes");
                Assert.Equal((all.Count, all.Min, all.Max, all.Quantile(0.3)), (read.Count, read.Min, read.Max, read.Quantile(0.3)));
            }
        }
    }

    [Fact]
    public void Clear_ThenAdd_IsAsNew()
    {
        DDSketch reused = new();
        foreach ((string name, double[] values) in ValueShapes.Of(100))
        {
            DDSketch fresh = new();
            fresh.Add(values);
            reused.Clear();
            reused.Add(values);
            Assert.True(Bytes(fresh).AsSpan().SequenceEqual(Bytes(reused)), name);
        }
    }

    [Fact]
    public void Bytes_OfAThousandLatencies_AreAFractionOfAByteEach()
    {
        double[] values = ValueShapes.Of(1000).First(shape => shape.Name == "latencies 1000").Values;
        DDSketch sketch = new();
        sketch.Add(values);
        Assert.InRange(Bytes(sketch).Length, 50, 400);
    }

    [Fact]
    public void MergeFrom_DamagedBytes_ThrowsOrReads()
    {
        Random random = new(4);
        foreach ((_, double[] values) in ValueShapes.Of(100, 700))
        {
            DDSketch sketch = new();
            sketch.Add(values);
            byte[] bytes = Bytes(sketch);
            for (int i = 0; i < 40; i++)
            {
                byte[] damaged = [.. bytes];
                damaged[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                TryRead(damaged.AsSpan(0, random.Next(2) == 0 ? bytes.Length : random.Next(bytes.Length)));
            }
        }

        for (int i = 0; i < 2000; i++)
        {
            byte[] noise = new byte[random.Next(60)];
            random.NextBytes(noise);
            TryRead(noise);
        }
    }

    [Fact]
    public void Mapping_VectorAndPlain_Agree()
    {
        foreach ((string name, double[] values) in ValueShapes.All())
        {
            double[] mapped = [.. values.Where(value => Math.Abs(value) >= LogarithmMapping.LeastMagnitude)];
            int[] indexes = new int[mapped.Length];
            LogarithmMapping.IndexesOf(mapped, indexes);
            Assert.True(mapped.Select(LogarithmMapping.IndexOf).SequenceEqual(indexes), name);
            Assert.All(indexes, index => Assert.InRange(index, -LogarithmMapping.GreatestIndex, LogarithmMapping.GreatestIndex));
        }
    }

    [Fact]
    public void Mapping_EveryBin_IsNarrowEnoughAndContainsItsValue()
    {
        int last = LogarithmMapping.IndexOf(double.MaxValue) - 1;
        Assert.Equal(double.MaxValue, LogarithmMapping.ValueOf(last + 1));
        for (int index = LogarithmMapping.IndexOf(LogarithmMapping.LeastMagnitude) + 1; index <= last; index++)
        {
            double value = LogarithmMapping.ValueOf(index);
            double low = LogarithmMapping.LowerBoundOf(index);
            double high = Math.Min(double.MaxValue, LogarithmMapping.LowerBoundOf(index + 1));
            Assert.Equal(index, LogarithmMapping.IndexOf(value));
            Assert.True(Math.Abs(value - low) <= LogarithmMapping.RelativeAccuracy * low && Math.Abs(high - value) <= LogarithmMapping.RelativeAccuracy * high);
            Assert.InRange(LogarithmMapping.IndexOf(low), index - 1, index);
        }
    }

    [Fact]
    public void Golomb_AnyNumbers_ComeBack()
    {
        Random random = new(6);
        for (int order = 0; order <= 56; order += 4)
        {
            ulong[] numbers = [0, 1, 2, 63, 1UL << 31, (1UL << 55) + 12345, .. Enumerable.Range(0, 500).Select(_ => (ulong)random.NextInt64() >> random.Next(8, 63))];
            using ByteWriter writer = new();
            GolombWriter golomb = new(writer);
            foreach (ulong number in numbers)
            {
                golomb.Write(number, order);
            }

            golomb.Flush();
            GolombReader reader = new(writer.WrittenSpan);
            foreach (ulong number in numbers)
            {
                Assert.Equal(number, reader.Read(order));
            }

            Assert.Equal(writer.Length, reader.BytesRead);
        }
    }

    /// <summary>Each estimate lies between the exact order statistics around it, give or take 1 % of each.</summary>
    internal static void CheckQuantiles(string name, double[] values, Func<double, double?> quantile)
    {
        double[] sorted = [.. values.Order()];
        double greatest = values.Max(Math.Abs);
        bool collapses = values.Any(value => Math.Abs(value) < greatest / 1e17 && value != 0);
        foreach (double probability in Probabilities)
        {
            double actual = quantile(probability)!.Value;
            (int rank, double fraction) = Quantiles.Position(probability, values.Length);
            double low = sorted[rank];
            double high = sorted[Math.Min(rank + 1, values.Length - 1)];
            double exact = Quantiles.Interpolate(low, high, fraction);
            double allowed = (0.010000001 * (((1 - fraction) * Math.Abs(low)) + (fraction * Math.Abs(high)))) + LogarithmMapping.LeastMagnitude;
            Assert.True(double.IsFinite(actual), name);
            if (!collapses)
            {
                // Compared in halves, since the difference of extremes overflows.
                Assert.True(Math.Abs((exact / 2) - (actual / 2)) <= allowed / 2, $"{name}: p = {probability}, exact {exact:R}, estimate {actual:R}");
            }
        }
    }

    internal static byte[] Bytes(DDSketch sketch)
    {
        using ByteWriter writer = new();
        sketch.WriteTo(writer);
        return writer.WrittenSpan.ToArray();
    }

    private static void ReadInto(DDSketch target, double[] values)
    {
        DDSketch sketch = new();
        sketch.Add(values);
        ByteReader reader = new(Bytes(sketch));
        target.MergeFrom(ref reader, sketch.Min!.Value, sketch.Max!.Value);
        Assert.Equal(0, reader.Remaining);
    }

    private static void TryRead(ReadOnlySpan<byte> bytes)
    {
        try
        {
            ByteReader reader = new(bytes);
            DDSketch sketch = new();
            sketch.MergeFrom(ref reader, 0, 1);
            sketch.Quantile(0.5);
        }
        catch (CodecException)
        {
        }
    }
}
