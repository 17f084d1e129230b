using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Storage.Scanning;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>Rows in order of time and with constant keys: they fall into runs, one per bucket, whose values go to the kernels as they lie. Owned by one worker.</summary>
internal sealed class RowRuns(AggregatePlan plan) : IDisposable
{
    private readonly List<long> _bucketStarts = [];
    private PooledBuffer<long> _times;
    private PooledBuffer<int> _starts;
    private PooledBuffer<int> _valueRows;
    private PooledBuffer<double> _values;

    /// <summary>Finds where each bucket's rows start; rows are in order of time, or there are no buckets.</summary>
    internal void Find(RowGroup group, in RowSelection rows, LocalAggregate local)
    {
        if (plan.Grid is null)
        {
            local.Begin(1);
            local.BucketStarts[0] = 0;
            local.Records[0] = rows.Count;
        }
        else
        {
            ReadOnlySpan<long> times = rows.Take(group.Times, ref _times);
            int[] starts = _starts.Of(times.Length + 1);
            _bucketStarts.Clear();
            for (int row = 0; row < times.Length; row = starts[_bucketStarts.Count])
            {
                var (start, end) = plan.Grid.BucketOf(times[row]);
                _bucketStarts.Add(start);
                starts[_bucketStarts.Count - 1] = row;
                starts[_bucketStarts.Count] = SortedTimes.From(times, row, end);
            }

            local.Begin(_bucketStarts.Count);
            for (int run = 0; run < local.Count; run++)
            {
                local.BucketStarts[run] = _bucketStarts[run];
                local.Records[run] = starts[run + 1] - starts[run];
            }
        }

        local.KeyCodes = new int[local.Keys.Length][];
        for (int key = 0; key < local.Keys.Length; key++)
        {
            int[] codes = new int[local.Count];
            local.Keys[key].Fill(RowSelection.Range(rows.First, codes.Length), codes);
            local.KeyCodes[key] = codes;
        }
    }

    /// <summary>The values of each run, one run after the other; sets where each begins.</summary>
    internal ReadOnlySpan<double> Take(RowGroup group, in RowSelection rows, ValueColumn? value, LocalAggregate local)
    {
        Span<int> offsets = local.Offsets;
        offsets[0] = 0;
        for (int run = 0; run < local.Count; run++)
        {
            offsets[run + 1] = offsets[run] + (int)local.Records[run];
        }

        if (value is null)
        {
            offsets.Clear();
            return [];
        }

        RowSelection valueRows = rows;
        if (plan.CountsAll && !value.IsDense)
        {
            valueRows = KeepValued(rows, value, offsets);
        }

        ReadOnlySpan<double> values = value.Take(valueRows, ref _values);
        if (plan.NeedsEnds)
        {
            int run = 0;
            for (int i = 0; i < valueRows.Count; i++)
            {
                while (i >= offsets[run + 1])
                {
                    run++;
                }

                int row = valueRows.RowAt(i);
                local.Ends[run].Add(group.Times[row], group.Ids[row], values[i]);
            }
        }

        return values;
    }

    /// <summary>Drops rows without a value from runs that count them all the same.</summary>
    private RowSelection KeepValued(in RowSelection rows, ValueColumn value, Span<int> offsets)
    {
        int[] kept = _valueRows.Of(rows.Count);
        int count = 0;
        int run = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            while (i >= offsets[run + 1])
            {
                offsets[++run] = count;
            }

            int row = rows.RowAt(i);
            kept[count] = row;
            count += value.Has(row) ? 1 : 0;
        }

        offsets[^1] = count;
        return RowSelection.List(kept, count);
    }

    public void Dispose()
    {
        _times.Dispose();
        _starts.Dispose();
        _valueRows.Dispose();
        _values.Dispose();
    }
}
