using System.Globalization;
using System.Runtime.InteropServices;

namespace Shannon.Analytics.Benchmarks.Macro;

/// <summary>What the macro runner prints.</summary>
internal static class Report
{
    /// <summary>The machine, so that numbers from two machines are not mixed up.</summary>
    public static void WriteMachine(TextWriter output, MacroOptions options)
    {
        string temp = Path.GetTempPath();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{RuntimeInformation.OSDescription} {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, temporary folder on {FileSystemOf(temp)}, {options.Rounds} rounds after one warm-up, medians"));
#if DEBUG
        output.WriteLine("DEBUG BUILD: these numbers mean nothing. Run with -c Release.");
#endif
    }

    /// <summary>Starts an experiment.</summary>
    public static void WriteHeading(TextWriter output, Experiment experiment, long? rows)
    {
        output.WriteLine();
        output.WriteLine(rows is null
            ? $"## {experiment.Name}: {experiment.Description}"
            : string.Create(CultureInfo.InvariantCulture, $"## {experiment.Name}: {experiment.Description}; {rows:N0} rows"));
        output.WriteLine();
        output.Flush();
    }

    /// <summary>The medians of all contenders.</summary>
    public static void WriteContenders(TextWriter output, Experiment experiment, IReadOnlyList<ContenderResult> contenders)
    {
        var table = new TextTable("contender", "role", experiment.Measure.Unit, "spread", "ms", "cpu ms", "alloc B/op", "file B/op", "peak MB");
        foreach (ContenderResult contender in contenders)
        {
            table.Add(
                contender.Entry.Name,
                RoleName(contender.Entry.Role),
                Number(contender.Median(experiment.Measure)),
                Percent(contender.Spread(experiment.Measure)),
                Number(contender.Median(Measure.Milliseconds)),
                Number(contender.Median(Measure.ProcessorMilliseconds)),
                Number(contender.Median(Measure.AllocatedPerCall)),
                Number(contender.Median(Measure.FileBytesPerRow)),
                Number(contender.Median(Measure.PeakMegabytes)));
        }

        table.Write(output);
        output.WriteLine();
    }

    /// <summary>The ratios.</summary>
    public static void WriteFigures(TextWriter output, IReadOnlyList<FigureResult> figures)
    {
        var table = new TextTable("figure", "ours", "rival", "unit", "ours median", "rival median", "ratio", "bar", "verdict");
        foreach (FigureResult figure in figures)
        {
            table.Add(
                figure.Name,
                figure.Ours,
                figure.Rival ?? "-",
                figure.Unit,
                Number(figure.OursMedian),
                Number(figure.RivalMedian),
                figure.Ratio is { } ratio ? ratio.ToString("0.###", CultureInfo.InvariantCulture) : "-",
                figure.Comparison + " " + figure.Bar.ToString("0.###", CultureInfo.InvariantCulture),
                figure.Verdict);
        }

        table.Write(output);
        output.Flush();
    }

    /// <summary>The names that a filter can match and what is inside each clock.</summary>
    public static void WriteNames(TextWriter output, Experiment experiment)
    {
        output.WriteLine($"{experiment.Name}: {experiment.Description}");
        foreach (ContenderEntry contender in experiment.Contenders)
        {
            output.WriteLine($"  {RoleName(contender.Role),-11} {contender.Name}: {contender.TimedPart}");
        }

        foreach (Figure figure in experiment.Figures)
        {
            bool absent = experiment.Contenders.All(c => c.Name != figure.Ours);
            output.WriteLine($"  figure      {figure.Name}: {figure.Ours}{(absent ? " (absent)" : "")} vs {figure.Rival ?? "bar"}");
        }
    }

    private static string RoleName(ContenderRole role) => role switch
    {
        ContenderRole.Ours => "ours",
        ContenderRole.Rival => "rival",
        _ => "information",
    };

    private static string Number(double? value) => value switch
    {
        null => "-",
        >= 1000 => value.Value.ToString("N0", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.##", CultureInfo.InvariantCulture),
    };

    private static string Percent(double value) => value.ToString("0 %", CultureInfo.InvariantCulture);

    // A temporary folder in memory makes every durable write free: the reader must see it.
    private static string FileSystemOf(string folder)
    {
        DriveInfo? drive = DriveInfo.GetDrives()
            .Where(d => folder.StartsWith(d.Name, StringComparison.Ordinal))
            .MaxBy(d => d.Name.Length);
        return drive is null ? "an unknown file system" : drive.DriveFormat;
    }
}
