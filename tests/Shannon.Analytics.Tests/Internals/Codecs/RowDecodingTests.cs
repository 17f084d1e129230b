using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Tests.Internals.Codecs;

/// <summary>Decoding some rows against decoding all and taking them out.</summary>
public class RowDecodingTests
{
    [Fact]
    public void LongColumn_DecodeAt_TakesWhatDecodeHas()
    {
        Random random = new(11);
        foreach ((string name, long[] values) in ColumnShapes.Longs().Where(shape => shape.Values.Length > 0))
        {
            using ByteWriter writer = new();
            LongColumn.Encode(values, writer);
            foreach (int[] rows in Rows(random, values.Length))
            {
                ByteReader reader = new(writer.WrittenSpan);
                long[] taken = new long[rows.Length];
                LongColumn.DecodeAt(ref reader, values.Length, rows, taken);
                Assert.True(Array.ConvertAll(rows, row => values[row]).AsSpan().SequenceEqual(taken), name);
                Assert.Equal(0, reader.Remaining);
            }
        }
    }

    [Fact]
    public void DoubleColumn_DecodeAt_TakesWhatDecodeHas()
    {
        Random random = new(12);
        foreach ((string name, double[] values) in ColumnShapes.Doubles().Where(shape => shape.Values.Length > 0))
        {
            using ByteWriter writer = new();
            DoubleColumn.Encode(values, writer);
            foreach (int[] rows in Rows(random, values.Length))
            {
                ByteReader reader = new(writer.WrittenSpan);
                double[] taken = new double[rows.Length];
                DoubleColumn.DecodeAt(ref reader, values.Length, rows, taken);
                Assert.True(Array.ConvertAll(rows, row => BitConverter.DoubleToInt64Bits(values[row])).AsSpan().SequenceEqual(Array.ConvertAll(taken, BitConverter.DoubleToInt64Bits)), name);
                Assert.Equal(0, reader.Remaining);
            }
        }
    }

    [Fact]
    public void CodeColumn_DecodeAt_TakesWhatDecodeHas()
    {
        Random random = new(13);
        foreach ((string name, int distinct, int[] codes) in ColumnShapes.Codes().Where(shape => shape.Codes.Length > 0))
        {
            using ByteWriter writer = new();
            CodeColumn.Encode(codes, distinct, writer);
            foreach (int[] rows in Rows(random, codes.Length))
            {
                ByteReader reader = new(writer.WrittenSpan);
                int[] taken = new int[rows.Length];
                CodeColumn.DecodeAt(ref reader, codes.Length, distinct, rows, taken);
                Assert.True(Array.ConvertAll(rows, row => codes[row]).AsSpan().SequenceEqual(taken), name);
                Assert.Equal(0, reader.Remaining);
            }
        }
    }

    [Fact]
    public void CodeColumn_DependentColumn_RoundTripsInFewBytes()
    {
        Random random = new(14);
        for (int round = 0; round < 200; round++)
        {
            int count = 1 + random.Next(3_000);
            int[] sessions = [.. Enumerable.Range(0, count).Select(_ => random.Next(20))];
            int[] projectOf = [.. Enumerable.Range(0, 20).Select(_ => random.Next(40))];
            int[] projects = Array.ConvertAll(sessions, session => projectOf[session]);
            var determinant = new Determinant(20, () => sessions);
            using ByteWriter writer = new();
            CodeColumn.Encode(projects, 40, writer, determinant);
            Assert.InRange(writer.Length, 1, 40);

            int[] decoded = new int[count];
            ByteReader reader = new(writer.WrittenSpan);
            CodeColumn.Decode(ref reader, 40, decoded, determinant);
            Assert.Equal(projects, decoded);
            foreach (int[] rows in Rows(random, count))
            {
                int[] taken = new int[rows.Length];
                reader = new ByteReader(writer.WrittenSpan);
                CodeColumn.DecodeAt(ref reader, count, 40, rows, taken, new Determinant(20, () => Array.ConvertAll(rows, row => sessions[row])));
                Assert.Equal(Array.ConvertAll(rows, row => projects[row]), taken);
            }
        }
    }

    [Fact]
    public void CodeColumn_AlmostDependentColumnOrRowsWithoutDeterminant_IsNotDependent()
    {
        int[] sessions = [.. Enumerable.Range(0, 1_000).Select(i => i % 7)];
        int[] projects = [.. sessions];
        projects[^1] = (projects[^1] + 1) % 7;
        Assert.NotEqual(CodeColumn.Dependent, CodecOf(projects, sessions));

        projects = [.. sessions];
        sessions[500] = -1;
        Assert.NotEqual(CodeColumn.Dependent, CodecOf(projects, sessions));
    }

    [Fact]
    public void CodeColumn_DependentColumnWithoutItsDeterminant_IsRefused()
    {
        int[] sessions = [.. Enumerable.Range(0, 1_000).Select(i => i * 7919 % 11)];
        using ByteWriter writer = new();
        CodeColumn.Encode(sessions, 11, writer, new Determinant(11, () => sessions));
        byte[] bytes = writer.WrittenSpan.ToArray();
        Assert.Equal(CodeColumn.Dependent, bytes[0]);
        Assert.Throws<CodecException>(() => Decode(bytes, 11, null));
        Assert.Throws<CodecException>(() => Decode(bytes, 10, new Determinant(11, () => sessions)));
        Assert.Throws<CodecException>(() => Decode(bytes, 11, new Determinant(11, () => [.. Enumerable.Repeat(-1, 1_000)])));
    }

    private static int[] Decode(byte[] bytes, int distinct, Determinant? determinant)
    {
        ByteReader reader = new(bytes);
        int[] codes = new int[1_000];
        CodeColumn.Decode(ref reader, distinct, codes, determinant);
        return codes;
    }

    private static byte CodecOf(int[] codes, int[] sessions)
    {
        using ByteWriter writer = new();
        CodeColumn.Encode(codes, codes.Max() + 1, writer, new Determinant(sessions.Max() + 1, () => sessions));
        return writer.WrittenSpan[0];
    }

    /// <summary>The first, the last, all, and random rows, in and out of order.</summary>
    private static IEnumerable<int[]> Rows(Random random, int count)
    {
        yield return [0];
        yield return [count - 1];
        yield return [.. Enumerable.Range(0, count)];
        yield return [.. Enumerable.Range(0, count).Where(_ => random.Next(5) == 0).DefaultIfEmpty(count / 2)];
        yield return [.. Enumerable.Range(0, 10).Select(_ => random.Next(count))];
    }
}
