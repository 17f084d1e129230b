using System.Collections.Concurrent;
using System.Diagnostics;
using Shannon.Analytics.Internals.Forecasting;

namespace Shannon.Analytics.Evaluation;

/// <summary>
/// Forecasts the daily cash withdrawals of the NN5 competition: the last 56 days from all before for the scorer, and a week at a time from
/// histories of several lengths for the table on the screen.
/// </summary>
internal static class Nn5Command
{
    private const int Horizon = 56;
    private const int Week = 7;
    private const int FirstOrigin = 367;

    // Not a multiple of a week: origins fall on every weekday.
    private const int OriginStep = 13;

    internal static int Run(EvaluationArguments arguments)
    {
        string folder = Path.Combine(arguments.Data, "forecast");
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "nn5_daily*.csv") : [];
        if (files.Length == 0)
        {
            Console.Error.WriteLine($"There is no nn5_daily*.csv in {folder}; name the folder of the data with --data.");
            return 1;
        }

        Dictionary<string, double[]> series = files.Order(StringComparer.Ordinal).SelectMany(SeriesFiles.ReadColumns).DistinctBy(one => one.Key).ToDictionary();
        ConcurrentDictionary<string, Forecast> forecasts = new();
        Parallel.ForEach(series, one => forecasts[one.Key] = M4Command.Forecast(one.Value[..^Horizon], Horizon, [Week]));
        SeriesFiles.Write(arguments.Output, "nn5", series.Keys, forecasts);
        foreach (int history in new[] { 14, 30, 60, 120, 365 })
        {
            Console.WriteLine(WeekAhead(series.Values, history).Describe(history));
        }

        return 0;
    }

    /// <summary>Scores a week ahead from many moments, each with <paramref name="history"/> days before.</summary>
    internal static WeekScore WeekAhead(IEnumerable<double[]> series, int history)
    {
        Lock gate = new();
        WeekScore total = default;
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        Parallel.ForEach(series, values =>
        {
            WeekScore own = default;
            double scale = SeasonalNaiveError(values, Week, values.Length);
            for (int origin = FirstOrigin; origin + Week <= values.Length; origin += OriginStep)
            {
                Forecast forecast = M4Command.Forecast(values[(origin - history)..origin], Week, [Week]);
                own = own.Add(values.AsSpan(origin, Week), forecast, SeasonalNaiveError(values, origin, origin + Week) / scale, scale);
            }

            lock (gate)
            {
                total = total.Add(own);
            }
        });
        return total with { Processor = Process.GetCurrentProcess().TotalProcessorTime - before };
    }

    private static double SeasonalNaiveError(double[] values, int from, int to)
    {
        double sum = 0;
        for (int i = from; i < to; i++)
        {
            sum += Math.Abs(values[i] - values[i - Week]);
        }

        return sum / (to - from);
    }
}
