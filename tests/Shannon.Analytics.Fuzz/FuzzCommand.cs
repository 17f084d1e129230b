using SharpFuzz;

namespace Shannon.Analytics.Fuzz;

/// <summary>The process that afl-fuzz drives; without afl-fuzz it reads one input from the standard input.</summary>
internal static class FuzzCommand
{
    internal static int Run(string name)
    {
        var target = new TimedTarget(() => FuzzTargets.Create(name));
        Fuzzer.Run(stream =>
        {
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            target.Run(copy.ToArray());
        });
        return 0;
    }
}
