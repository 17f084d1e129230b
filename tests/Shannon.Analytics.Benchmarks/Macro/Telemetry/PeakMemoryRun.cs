using System.Diagnostics;
using System.Globalization;
using Shannon.Analytics.Benchmarks.Macro.Ours;
using Shannon.Analytics.Benchmarks.Macro.Queries;

namespace Shannon.Analytics.Benchmarks.Macro.Telemetry;

/// <summary>Has a process of its own answer every query once over a loaded database, or make a report of it, and takes its peak of resident memory.</summary>
/// <param name="find">Loads the database if nobody did, names its file and says how the child shall ask it.</param>
/// <param name="rows">How many rows it holds.</param>
internal sealed class PeakMemoryRun(Func<Task<(string Path, string[] Arguments)>> find, int rows) : Contender
{
    private const string Verb = "answer";

    private string[] _arguments = [];
    private long _peakBytes;

    /// <inheritdoc />
    public override long Operations => rows;

    /// <inheritdoc />
    public override long PeakBytes => _peakBytes;

    /// <summary>The child's side: <c>answer report FILE</c> makes the summary report; <c>answer shannon FILE</c>, or <c>answer duckdb FILE FORM...</c> with the number of the form of each query, answers the queries.</summary>
    public static async Task<int> AnswerAsync(string[] arguments, TextWriter output)
    {
        if (arguments is ["report", var path])
        {
            await using var report = new SummaryReportRun(path);
            await report.SetUpAsync();
        }
        else
        {
            IReadOnlyList<TelemetryQuery> queries = TelemetryQueries.All();
            Func<TelemetryQuery, Task<double[]>> ask = await QueryProcess.OpenAsync(arguments, queries);
            foreach (TelemetryQuery query in queries)
            {
                await ask(query);
            }
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{PeakOfThisProcess()}"));
        return 0;
    }

    /// <inheritdoc />
    public override async ValueTask SetUpAsync()
    {
        (string path, string[] arguments) = await find();
        _arguments = [Verb, arguments[0], path, .. arguments[1..]];
    }

    /// <inheritdoc />
    public override async ValueTask RunAsync()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(PeakMemoryRun).Assembly.Location);
        }

        foreach (string argument in _arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        string printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The process that answers queries ended with {process.ExitCode}."));
        }

        _peakBytes = long.Parse(printed, CultureInfo.InvariantCulture);
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static long PeakOfThisProcess()
    {
        const string status = "/proc/self/status";
        if (!File.Exists(status))
        {
            return Process.GetCurrentProcess().PeakWorkingSet64;
        }

        // "VmHWM:     12345 kB"
        string line = File.ReadLines(status).First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
