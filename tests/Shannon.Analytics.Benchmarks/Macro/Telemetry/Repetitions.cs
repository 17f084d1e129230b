using System.Diagnostics;

namespace Shannon.Analytics.Benchmarks.Macro.Telemetry;

/// <summary>
/// Warms a query up and says how often it is asked in one timed run: a question of microseconds is measured by many of them, compiled as they are in a
/// process that runs for a while.
/// </summary>
internal sealed class Repetitions
{
    private const double WarmUpSeconds = 0.4;
    private const double RunSeconds = 0.03;
    private const int Most = 200;

    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);

    /// <summary>How often to ask; the first call for a key warms up.</summary>
    public async ValueTask<int> OfAsync(string key, Func<ValueTask> ask)
    {
        if (_known.TryGetValue(key, out int repetitions))
        {
            return repetitions;
        }

        double best = double.PositiveInfinity;
        long warming = Stopwatch.GetTimestamp();
        do
        {
            long started = Stopwatch.GetTimestamp();
            await ask();
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        while (Stopwatch.GetElapsedTime(warming).TotalSeconds < WarmUpSeconds);

        repetitions = (int)Math.Clamp(RunSeconds / best, 1, Most);
        _known.Add(key, repetitions);
        return repetitions;
    }
}
