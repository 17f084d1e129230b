using MathNet.Numerics.Distributions;
using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Costs;

/// <summary>Costs by time, and what they lead one to expect. Not thread-safe.</summary>
internal sealed class DailyCosts
{
    private const double Confidence = 0.95;
    private const long DayMicros = 86_400 * UnixMicros.PerSecond;
    private const long HourMicros = 3_600 * UnixMicros.PerSecond;

    // By quarter of an hour, from which days of any time zone can be built.
    private const long StretchMicros = HourMicros / 4;

    private readonly Dictionary<long, decimal> _stretches = [];
    private long? _first;

    internal void Add(long micros, decimal cost)
    {
        _first ??= micros;
        long stretch = Math.DivRem(micros, StretchMicros).Quotient;
        _stretches[stretch] = _stretches.GetValueOrDefault(stretch) + cost;
    }

    internal CostProjections Project(TimeRange range, TimeZoneInfo zone)
    {
        DateTimeOffset end = range.End!.Value;
        DateTimeOffset start = range.Start ?? (_first is { } first ? UnixMicros.ToTime(first) : end);
        double days = Math.Max((end - start).TotalDays, 1);
        decimal average = decimal.Round(_stretches.Values.Sum() / (decimal)days, 9);
        TimeBucket month = TimeBucket.Month with { Zone = zone };
        DateTimeOffset monthStart = month.StartOf(end);
        decimal monthToDate = Sum(monthStart, end);
        double left = (month.Next(end) - end).TotalDays;
        double? deviation = Deviation(start, end, out int whole);
        return new CostProjections
        {
            DailyAverage = average,
            Days = days,
            ActiveDays = _stretches.Where(static pair => pair.Value > 0).Select(pair => Math.DivRem(pair.Key * StretchMicros, DayMicros).Quotient).Distinct().Count(),
            MonthToDate = monthToDate,
            MonthIsComplete = start <= monthStart,
            MonthEnd = Projection(monthToDate, left),
            Next30Days = Projection(0, 30),
            NextYear = Projection(0, 365),
        };

        // The sum of so many days to come varies by each of them, and by what is not known of their mean.
        CostProjection Projection(decimal known, double horizon)
        {
            decimal amount = known + decimal.Round(average * (decimal)horizon, 9);
            if (deviation is not { } spread)
            {
                return new CostProjection(amount, null, null);
            }

            double quantile = StudentT.InvCDF(0, 1, whole - 1, 1 - ((1 - Confidence) / 2));
            decimal half = decimal.Round((decimal)(quantile * spread * Math.Sqrt(horizon + (horizon * horizon / whole))), 9);
            return new CostProjection(amount, Math.Max(known, amount - half), amount + half);
        }
    }

    private decimal Sum(DateTimeOffset from, DateTimeOffset to)
    {
        long first = Math.DivRem(UnixMicros.From(from), StretchMicros).Quotient;
        long last = Math.DivRem(UnixMicros.From(to), StretchMicros).Quotient;
        return _stretches.Where(pair => pair.Key >= first && pair.Key <= last).Sum(static pair => pair.Value);
    }

    // Of the costs of whole days, counted back from the end; null below two of them.
    private double? Deviation(DateTimeOffset start, DateTimeOffset end, out int whole)
    {
        long last = Math.DivRem(UnixMicros.From(end), StretchMicros).Quotient;
        long perDay = DayMicros / StretchMicros;
        whole = (int)Math.Min((end - start).TotalDays + 1e-6, 100_000);
        if (whole < 2)
        {
            return null;
        }

        double[] days = new double[whole];
        foreach (var (stretch, cost) in _stretches)
        {
            long day = (last - stretch) / perDay;
            if (day < whole)
            {
                days[day] += (double)cost;
            }
        }

        return MomentsAccumulator.Of(days).StandardDeviation;
    }
}
