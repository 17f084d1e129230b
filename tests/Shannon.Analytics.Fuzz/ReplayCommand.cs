using System.Diagnostics;

namespace Shannon.Analytics.Fuzz;

/// <summary>Runs inputs that were found, and says what becomes of each.</summary>
internal static class ReplayCommand
{
    internal static int Run(string name, IReadOnlyList<string> files)
    {
        int failures = 0;
        var target = new TimedTarget(() => FuzzTargets.Create(name));
        foreach (string file in files)
        {
            long began = Stopwatch.GetTimestamp();
            try
            {
                target.Run(File.ReadAllBytes(file));
                Console.WriteLine(FormattableString.Invariant($"{file}: passed in {Stopwatch.GetElapsedTime(began).TotalMilliseconds:F1} ms"));
            }
            catch (Exception error)
            {
                failures++;
                target = new TimedTarget(() => FuzzTargets.Create(name));
                Console.WriteLine($"{file}: {error}");
            }
        }

        return failures == 0 ? 0 : 1;
    }
}
