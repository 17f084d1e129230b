using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>
/// Finds percentiles and the number of different values of a group that has more values than may be kept, exactly: counts them in bins, reads again
/// only what lies in the bins that matter, and splits bins that hold too many. Each step reads the group's rows once.
/// </summary>
internal sealed class LargeGroupSolver(AggregatePlan plan, int groupId, long count, long maxValues, Action<ValueSink> scan)
{
    private readonly SortedDictionary<long, double> _ranks = [];
    private long _distinct;

    /// <summary>Writes the quantiles and returns the number of different values, 0 if it is not asked for.</summary>
    internal long Solve(Span<double> quantiles)
    {
        foreach (double probability in plan.Probabilities)
        {
            var (low, high, _) = Position(probability);
            _ranks[low] = double.NaN;
            _ranks[high] = double.NaN;
        }

        var large = new Stack<ValueRange>();
        var small = new List<ValueRange>();
        large.Push(new ValueRange(0, ulong.MaxValue, count, 0));
        while (large.TryPop(out ValueRange range))
        {
            if (range.Low == range.High)
            {
                Note(range, ValueOrder.ValueOf(range.Low));
                continue;
            }

            var histogram = new HistogramSink(groupId, range);
            scan(histogram);
            foreach (ValueRange part in histogram.Ranges().Where(Matters))
            {
                if (part.Count > maxValues)
                {
                    large.Push(part);
                }
                else
                {
                    small.Add(part);
                }
            }
        }

        small.Sort(static (a, b) => a.Low.CompareTo(b.Low));
        for (int start = 0; start < small.Count;)
        {
            int end = start;
            for (long total = 0; end < small.Count && (end == start || total + small[end].Count <= maxValues); end++)
            {
                total += small[end].Count;
            }

            Read(small[start..end]);
            start = end;
        }

        for (int i = 0; i < plan.Probabilities.Length; i++)
        {
            var (low, high, fraction) = Position(plan.Probabilities[i]);
            quantiles[i] = Quantiles.Interpolate(_ranks[low], _ranks[high], fraction);
        }

        return _distinct;
    }

    private (long Low, long High, double Fraction) Position(double probability)
    {
        double place = (count - 1) * probability;
        long low = Math.Min((long)place, count - 1);
        return (low, Math.Min(low + 1, count - 1), place - low);
    }

    private bool Matters(ValueRange range) => plan.NeedsDistinct || _ranks.Keys.Any(range.Holds);

    /// <summary>A range of one value, however many of it there are.</summary>
    private void Note(ValueRange range, double value)
    {
        _distinct += plan.NeedsDistinct ? 1 : 0;
        foreach (long rank in _ranks.Keys.Where(range.Holds).ToArray())
        {
            _ranks[rank] = value;
        }
    }

    private void Read(List<ValueRange> ranges)
    {
        using var sink = new RangeSink(groupId, ranges);
        scan(sink);
        Span<double> values = sink.Sorted();
        for (int i = 0; plan.NeedsDistinct && i < values.Length; i++)
        {
            _distinct += i == 0 || values[i] != values[i - 1] ? 1 : 0;
        }

        int start = 0;
        foreach (ValueRange range in ranges)
        {
            foreach (long rank in _ranks.Keys.Where(range.Holds).ToArray())
            {
                _ranks[rank] = values[start + (int)(rank - range.Below)];
            }

            start += (int)range.Count;
        }
    }
}
