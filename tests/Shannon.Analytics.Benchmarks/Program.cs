using BenchmarkDotNet.Running;
using Shannon.Analytics.Benchmarks.Macro;
using Shannon.Analytics.Benchmarks.Macro.Streams;
using Shannon.Analytics.Benchmarks.Macro.Telemetry;

namespace Shannon.Analytics.Benchmarks;

/// <summary>Entry point: <c>macro</c>, <c>micro</c>, <c>list</c>.</summary>
internal static class Program
{
    private const string Usage = """
        usage:
          macro [--rows N] [--filter NAME] [--json FILE] [--rounds K] [--data FOLDER]
              Runs us and every rival interleaved, prints medians and ratios.
              --rows N       rows of the experiments that depend on them (default 1000000)
              --filter NAME  only what has NAME in its name: experiment, figure or contender
              --json FILE    also writes one JSON object per figure and line
              --rounds K     timed rounds after one warm-up each (default 7)
              --data FOLDER  keeps the databases that the query experiments load, and uses those it finds there
              A missed bar prints MISSED and exits 0; an error or a wrong answer exits 1.
          micro [BenchmarkDotNet arguments]
              Small things, e.g. micro --filter '*'
          latency
              How long a record takes to waiting subscribers of a stream, against channels and System.Reactive.
          list
              Prints the names of all experiments, contenders and figures.
        """;

    private static async Task<int> Main(string[] args)
    {
        try
        {
            switch (args)
            {
                case ["macro", .. var rest]:
                    return await MacroCommand.RunAsync(MacroOptions.Parse(rest), Console.Out, Console.Error);
                case ["micro", .. var rest]:
                    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(rest);
                    return 0;
                case ["answer", .. var rest]:
                    return await PeakMemoryRun.AnswerAsync(rest, Console.Out);
                case ["latency"]:
                    return await LatencyCommand.RunAsync(Console.Out);
                case ["list"]:
                    MacroCommand.List(Console.Out);
                    return 0;
                case ["help" or "--help" or "-h"]:
                    Console.WriteLine(Usage);
                    return 0;
                default:
                    throw new UsageException(args.Length == 0
                        ? "A verb is missing. Allowed: macro, micro, latency, list."
                        : $"Unknown command '{string.Join(' ', args)}'. Allowed: macro, micro, latency, list.");
            }
        }
        catch (UsageException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }
    }
}
