using System.Collections.Concurrent;
using System.Diagnostics;
using Shannon.Analytics.Internals.Forecasting;

namespace Shannon.Analytics.Evaluation;

/// <summary>Forecasts the series of the M4 competition.</summary>
internal static class M4Command
{
    /// <summary>The frequencies of the competition with their horizons and the seasons that such data may have.</summary>
    private static readonly (string Name, int Horizon, int[] Periods)[] Frequencies =
    [
        ("Hourly", 48, [24, 168]),
        ("Daily", 14, [7]),
        ("Weekly", 13, [52]),
        ("Monthly", 18, [12]),
        ("Quarterly", 8, [4]),
        ("Yearly", 6, []),
    ];

    internal static int Run(EvaluationArguments arguments)
    {
        int files = 0;
        foreach ((string name, int horizon, int[] periods) in Frequencies)
        {
            string path = Path.Combine(arguments.Data, "forecast", name + "-train.csv");
            if (!File.Exists(path))
            {
                continue;
            }

            files++;
            IReadOnlyDictionary<string, double[]> series = SeriesFiles.ReadRows(path);
            ConcurrentDictionary<string, Forecast> forecasts = new();
            Stopwatch watch = Stopwatch.StartNew();
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            Parallel.ForEach(series, one => forecasts[one.Key] = Forecast(one.Value, horizon, periods));
            TimeSpan used = Process.GetCurrentProcess().TotalProcessorTime - before;
            SeriesFiles.Write(arguments.Output, "m4_" + name, series.Keys, forecasts);
            Console.WriteLine(FormattableString.Invariant($"m4 {name}: {series.Count} series in {watch.Elapsed.TotalSeconds:F1} s, {used.TotalMilliseconds / series.Count:F1} ms of one core each"));
        }

        if (files == 0)
        {
            Console.Error.WriteLine($"There is no *-train.csv in {Path.Combine(arguments.Data, "forecast")}; name the folder of the data with --data.");
            return 1;
        }

        return 0;
    }

    internal static Forecast Forecast(double[] values, int horizon, int[] periods)
    {
        double?[] history = Array.ConvertAll(values, value => (double?)value);
        return Forecaster.Forecast(history, new() { Horizon = horizon, Periods = periods, NonNegative = values.Min() >= 0 }, CancellationToken.None);
    }
}
