using System.Text.Encodings.Web;
using System.Text.Json;
using Shannon.Analytics.Benchmarks.Macro.Telemetry;

namespace Shannon.Analytics.Benchmarks.Macro;

/// <summary>The verbs <c>macro</c> and <c>list</c>.</summary>
internal static class MacroCommand
{
    // A file, not a web page: ">=" stays readable.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Runs the selected experiments. A missed ratio is printed and is no failure.</summary>
    /// <returns>0, or 1 when a contender failed or answered wrongly.</returns>
    /// <exception cref="UsageException">The filter matches nothing.</exception>
    public static async Task<int> RunAsync(MacroOptions options, TextWriter output, TextWriter errors)
    {
        await using var worlds = new TelemetryWorlds(options.DataFolder);
        IReadOnlyList<Selection> selections = Selection.Of(ExperimentCatalog.All(worlds), options.Filter);
        if (selections.Count == 0)
        {
            throw new UsageException($"Nothing is called '{options.Filter}'. The verb 'list' prints all names.");
        }

        using StreamWriter? json = options.JsonFile is null ? null : new StreamWriter(options.JsonFile) { NewLine = "\n" };
        Report.WriteMachine(output, options);

        bool failed = false;
        foreach (Selection selection in selections)
        {
            try
            {
                await RunAsync(selection, options, output, json);
            }
#pragma warning disable CA1031 // One broken experiment must not hide the figures of the others; it decides the exit code.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failed = true;
                await errors.WriteLineAsync($"FAILED {selection.Experiment.Name}: {exception}");
            }
        }

        return failed ? 1 : 0;
    }

    /// <summary>Prints the names of all experiments, contenders and figures.</summary>
    public static void List(TextWriter output)
    {
        foreach (Experiment experiment in ExperimentCatalog.All(new TelemetryWorlds(null)))
        {
            Report.WriteNames(output, experiment);
        }
    }

    private static async Task RunAsync(Selection selection, MacroOptions options, TextWriter output, StreamWriter? json)
    {
        Experiment experiment = selection.Experiment;
        long? rows = experiment.DependsOnRows ? options.Rows : null;
        Report.WriteHeading(output, experiment, rows);

        IReadOnlyList<ContenderResult> contenders;
        await experiment.PrepareAsync(options.Rows);
        try
        {
            contenders = await ExperimentRunner.RunAsync(
                experiment, [.. selection.Contenders.Where(c => experiment.TakesPart(c, options.Rows))], options.Rounds);
        }
        finally
        {
            experiment.Release();
        }

        double? Median(string? name, Measure measure) => contenders.FirstOrDefault(c => c.Entry.Name == name)?.Median(measure);
        FigureResult[] figures =
        [
            .. selection.Figures.Select(f => FigureResult.Judge(
                f, experiment.Name, rows, options.Rounds, Median(f.Ours, f.Measure), Median(f.Rival, f.Measure))),
        ];

        Report.WriteContenders(output, experiment, contenders);
        Report.WriteFigures(output, figures);
        if (json is not null)
        {
            foreach (FigureResult figure in figures)
            {
                await json.WriteLineAsync(JsonSerializer.Serialize(figure, Json));
            }

            await json.FlushAsync();
        }
    }
}
