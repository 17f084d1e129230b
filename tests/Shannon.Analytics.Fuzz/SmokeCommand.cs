using System.Diagnostics;
using System.Security.Cryptography;

namespace Shannon.Analytics.Fuzz;

/// <summary>Mutates the seeds for a while. An input that never ends stops the process; one that fails is kept in a file.</summary>
internal static class SmokeCommand
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(10);

    internal static int Run(string name, TimeSpan duration, int seed)
    {
        var target = new TimedTarget(() => FuzzTargets.Create(name));
        var inputs = new SeededInputs(name, seed);
        long began = Stopwatch.GetTimestamp();
        byte[] input = [];
        using var watch = new Timer(
            _ =>
            {
                if (Volatile.Read(ref target.Began) is > 0 and var since && Stopwatch.GetElapsedTime(since) > Hang)
                {
                    Console.Error.WriteLine($"{name}: an input runs for more than {Hang.TotalSeconds} s: {Keep(name, Volatile.Read(ref input))}");
                    Environment.Exit(1);
                }
            },
            null,
            Hang,
            TimeSpan.FromSeconds(1));
        long executions = 0;
        while (Stopwatch.GetElapsedTime(began) < duration)
        {
            Volatile.Write(ref input, inputs.Next());
            try
            {
                target.Run(input);
                executions++;
            }
            catch (Exception error)
            {
                Console.Error.WriteLine($"{name}: input {executions} of seed {seed}, kept in {Keep(name, input)}: {error}");
                return 1;
            }
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Console.WriteLine(FormattableString.Invariant($"{name}: {executions} executions with seed {seed} in {seconds:F1} s, {executions / seconds:F0} a second, no fault"));
        return 0;
    }

    private static string Keep(string name, byte[] input)
    {
        string folder = Directory.CreateDirectory(Path.Combine("artifacts", "fuzz")).FullName;
        string file = Path.Combine(folder, $"{name}-{Convert.ToHexStringLower(SHA256.HashData(input))[..16]}");
        File.WriteAllBytes(file, input);
        return file;
    }
}
