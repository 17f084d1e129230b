using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;

namespace Shannon.Analytics.CrashHost;

/// <summary>
/// What the crash host writes: every record says which writer, batch and place in the batch it is, and how many the batch has, and its
/// number follows from these, so that a reader can tell torn batches and wrong numbers without knowing what was meant to be written.
/// </summary>
internal static class RecordShape
{
    internal const string Name = "crash_probe";
    internal const string KeyedName = "crash_keyed";
    internal const string FadingPrefix = "crash_fading_";
    internal const int FadingRecords = 64;
    internal const int KeysPerWriter = 10;
    internal const string StateKind = "crash";

    /// <summary>Records from before this moment are dropped again and again, and folded into rollups.</summary>
    internal static DateTimeOffset FadesBefore { get; } = new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static double ValueOf(int batch, int ordinal) => (batch * 7919 % 100_003) + (ordinal / 8.0);

    internal static string SessionOf(string writer, int batch) => $"{writer}-{batch % 5}";

    internal static CustomMetric Record(string writer, int batch, int ordinal, int count) => new(Name, ValueOf(batch, ordinal))
    {
        SessionId = SessionOf(writer, batch),
        Attributes = { ["writer"] = writer, ["batch"] = batch, ["ordinal"] = ordinal, ["size"] = count },
    };

    internal static CustomMetric[] Batch(string writer, int batch, int count)
    {
        var records = new CustomMetric[count];
        for (int i = 0; i < count; i++)
        {
            records[i] = Record(writer, batch, i, count);
        }

        return records;
    }

    /// <summary>Each writer's batches have a name of their own, all batches one size, and all records of a batch its number as their value.</summary>
    internal static CustomMetric[] FadingBatch(string writer, int batch)
    {
        var records = new CustomMetric[FadingRecords];
        for (int i = 0; i < records.Length; i++)
        {
            records[i] = new CustomMetric(FadingPrefix + writer, batch) { Timestamp = FadesBefore.AddMinutes(-batch).AddSeconds(-i), SessionId = SessionOf(writer, batch) };
        }

        return records;
    }

    internal static ColumnBatch Columns(string writer, int batch, int count)
    {
        double[] values = new double[count];
        double[] ordinals = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = ValueOf(batch, i);
            ordinals[i] = i;
        }

        return new ColumnBatch
        {
            Count = count,
            Category = MetricCategory.Custom,
            Names = TextValues.Constant(Name),
            Sessions = TextValues.Constant(SessionOf(writer, batch)),
            Measurements = [new MeasurementColumn("value", values)],
            Attributes =
            [
                AttributeColumn.OfConstant("writer", writer),
                AttributeColumn.OfConstant("batch", batch),
                AttributeColumn.OfNumbers("ordinal", ordinals),
                AttributeColumn.OfConstant("size", count),
            ],
        };
    }

    /// <summary>One copy of each of the writer's keys, all of one rank: after any crash all keys must agree on it.</summary>
    internal static CustomMetric[] KeyedBatch(string writer, int rank)
    {
        var records = new CustomMetric[KeysPerWriter];
        for (int i = 0; i < records.Length; i++)
        {
            records[i] = new CustomMetric(KeyedName, ValueOf(rank, i))
            {
                Key = new RecordKey($"{writer}/{i}", rank),
                Attributes = { ["writer"] = writer, ["ordinal"] = i },
            };
        }

        return records;
    }
}
