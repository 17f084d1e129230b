using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>
/// A series at even steps, as a decomposition wants it: cells as long as the usual gap between records, the mean of the records in each, straight lines
/// over empty ones. Long series get longer cells, never more than <see cref="MostCells"/>.
/// </summary>
internal sealed class RegularGrid
{
    internal const int MostCells = 20_000;

    private readonly long _start;
    private readonly double _step;

    private RegularGrid(long start, double step, double[] cells)
    {
        _start = start;
        _step = step;
        Cells = cells;
    }

    internal double[] Cells { get; }

    /// <param name="timesMicros">Ascending, not empty.</param>
    /// <param name="values">One finite value a time.</param>
    internal static RegularGrid Of(ReadOnlySpan<long> timesMicros, ReadOnlySpan<double> values)
    {
        long start = timesMicros[0];
        double span = Math.Max(0, (double)timesMicros[^1] - start);
        double step = Math.Max(UsualGap(timesMicros), span / (MostCells - 1));
        int count = step > 0 ? (int)Math.Min(MostCells, Math.Round(span / step) + 1) : 1;
        RegularGrid grid = new(start, step, new double[count]);
        int[] records = new int[count];
        for (int i = 0; i < values.Length; i++)
        {
            int cell = grid.CellOf(timesMicros[i]);
            records[cell]++;
            grid.Cells[cell] += (values[i] - grid.Cells[cell]) / records[cell];
        }

        Interpolate(grid.Cells, records);
        return grid;
    }

    internal int CellOf(long timeMicros) => _step > 0 ? (int)Math.Clamp(Math.Round(((double)timeMicros - _start) / _step), 0, Cells.Length - 1) : 0;

    /// <summary>How many cells a period has; zero unless it is at least four of them and fits three times into the series.</summary>
    internal int PeriodOf(long micros)
    {
        double cells = _step > 0 ? Math.Round(micros / _step) : 0;
        return cells >= 4 && 3 * cells <= Cells.Length ? (int)cells : 0;
    }

    /// <summary>The median of the gaps between records of different times; zero without any.</summary>
    private static double UsualGap(ReadOnlySpan<long> times)
    {
        double[] gaps = new double[times.Length];
        int count = 0;
        for (int i = 1; i < times.Length; i++)
        {
            if (times[i] > times[i - 1])
            {
                gaps[count++] = (double)times[i] - times[i - 1];
            }
        }

        return count == 0 ? 0 : Quantiles.Compute(gaps.AsSpan(0, count), 0.5);
    }

    /// <summary>The first and the last cell have records, as their bounds come from records.</summary>
    private static void Interpolate(double[] cells, int[] records)
    {
        int last = 0;
        for (int i = 1; i < cells.Length; i++)
        {
            if (records[i] == 0)
            {
                continue;
            }

            for (int empty = last + 1; empty < i; empty++)
            {
                cells[empty] = cells[last] + ((cells[i] - cells[last]) * (empty - last) / (i - last));
            }

            last = i;
        }
    }
}
