using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Pipelines.Running;

/// <summary>What a stage did and how long it took: of one run, or of all of them put together. Not thread-safe.</summary>
internal sealed class StageTally
{
    internal BatchCounts Counts;

    internal long Batches { get; set; }

    internal double BusyMicros { get; set; }

    /// <summary>Over batches: Σ records², and Σ records × microseconds. With <see cref="Batches"/>, the records and <see cref="BusyMicros"/> they give the line time = fixed + each × records.</summary>
    internal double SquaredRecords { get; set; }

    internal double RecordMicros { get; set; }

    /// <summary>Records that were timed; those that broke the stage among them.</summary>
    internal double TimedRecords { get; set; }

    internal long MaxQueueDepth { get; set; }

    /// <summary>Microseconds per record, one value for each batch.</summary>
    internal DDSketch MicrosPerRecord { get; } = new();

    internal void AddTime(long records, double micros)
    {
        if (records == 0)
        {
            return;
        }

        Batches++;
        BusyMicros += micros;
        TimedRecords += records;
        SquaredRecords += (double)records * records;
        RecordMicros += records * micros;
        MicrosPerRecord.Add([micros / records]);
    }

    internal void Merge(StageTally other)
    {
        Counts.Add(other.Counts);
        Batches += other.Batches;
        BusyMicros += other.BusyMicros;
        TimedRecords += other.TimedRecords;
        SquaredRecords += other.SquaredRecords;
        RecordMicros += other.RecordMicros;
        MaxQueueDepth = Math.Max(MaxQueueDepth, other.MaxQueueDepth);
        MicrosPerRecord.Merge(other.MicrosPerRecord);
    }

    internal void Clear()
    {
        Counts = default;
        Batches = 0;
        BusyMicros = 0;
        TimedRecords = 0;
        SquaredRecords = 0;
        RecordMicros = 0;
        MaxQueueDepth = 0;
        MicrosPerRecord.Clear();
    }
}
