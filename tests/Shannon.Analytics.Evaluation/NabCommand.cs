using System.Globalization;
using Shannon.Analytics.Internals.Anomalies;

namespace Shannon.Analytics.Evaluation;

/// <summary>Writes an anomaly score for every point of the Numenta Anomaly Benchmark: one pass, one set of parameters, nothing ahead.</summary>
internal static class NabCommand
{
    internal static int Run(EvaluationArguments arguments)
    {
        string data = Path.Combine(arguments.Data, "nab", "data");
        int files = 0;
        foreach (string file in Directory.EnumerateFiles(data, "*.csv", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string target = Path.Combine(arguments.Output, Path.GetRelativePath(data, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllLines(target, Score(File.ReadLines(file)));
            files++;
        }

        Console.WriteLine($"{files} files of scores in {arguments.Output}; the default threshold is {AutoDetectorOptions.DefaultThreshold.ToString(CultureInfo.InvariantCulture)}.");
        return files > 0 ? 0 : 1;
    }

    private static IEnumerable<string> Score(IEnumerable<string> lines)
    {
        AutoDetector detector = new();
        yield return "timestamp,anomaly_score";
        foreach (string line in lines.Skip(1).Where(line => line.Length > 0))
        {
            int comma = line.IndexOf(',', StringComparison.Ordinal);
            string stamp = line[..comma];
            long micros = (DateTime.Parse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
            double news = detector.TryDetectMissing(micros, out AnomalyPoint missing) ? missing.News : 0;
            AnomalyPoint point = detector.Observe(micros, double.Parse(line.AsSpan(comma + 1), CultureInfo.InvariantCulture));
            yield return string.Create(CultureInfo.InvariantCulture, $"{stamp},{Math.Max(news, point.News):R}");
        }
    }
}
