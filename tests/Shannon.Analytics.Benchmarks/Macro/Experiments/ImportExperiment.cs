using Shannon.Analytics.Benchmarks.Macro.Ours;
using Shannon.Analytics.Benchmarks.Macro.Rivals;
using Shannon.Analytics.Benchmarks.Macro.Shapes;

namespace Shannon.Analytics.Benchmarks.Macro.Experiments;

/// <summary>
/// A folder of generated transcripts, one line per five rows, 1.2 KB on average. Inside the clock: for us everything until records and positions are
/// durable; for the rivals only reading, parsing and adding up. Files are in the page cache for all.
/// </summary>
internal sealed class ImportExperiment : Experiment
{
    private const int RowsPerLine = 5;
    private string? _folder;

    public ImportExperiment()
    {
        Contenders =
        [
            new("import", ContenderRole.Ours, "ImportAsync into an empty store, until durable", folder => new TranscriptImport(folder, Transcripts, again: false, DefaultParallelism)),
            new("import-one-thread", ContenderRole.Ours, "as import, one file at a time", folder => new TranscriptImport(folder, Transcripts, again: false, parallelism: 1)),
            new("import-again", ContenderRole.Ours, "ImportAsync when nothing is new", folder => new TranscriptImport(folder, Transcripts, again: true, DefaultParallelism)),
            new("json-document", ContenderRole.Rival, "JsonDocument.Parse per line, usage per message in a dictionary; stores nothing", _ => new DocumentParser(Transcripts)),
            .. Jq.IsInstalled ? [new ContenderEntry("jq", ContenderRole.Information, "usage of every assistant line as text; stores nothing", _ => new Jq(Transcripts))] : Array.Empty<ContenderEntry>(),
        ];
        Figures =
        [
            new()
            {
                Name = "import-vs-json-document",
                Ours = "import",
                Rival = "json-document",
                Measure = Measure,
                Comparison = Comparison.AtLeast,
                Bar = 1.5,
            },
            new()
            {
                Name = "import-again-time",
                Ours = "import-again",
                Measure = Measure.Milliseconds,
                Comparison = Comparison.AtMost,
                Bar = 2_000,
            },
        ];
    }

    /// <inheritdoc />
    public override string Name => "import";

    /// <inheritdoc />
    public override string Description => "Claude Code transcripts into usage per response";

    /// <inheritdoc />
    public override Measure Measure { get; } = Measure.Rate("B");

    /// <inheritdoc />
    public override bool DependsOnRows => true;

    /// <inheritdoc />
    public override IReadOnlyList<ContenderEntry> Contenders { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Figure> Figures { get; }

    private static int DefaultParallelism { get; } = new ClaudeCode.TranscriptImportOptions().Parallelism;

    private string Transcripts => _folder ?? throw new InvalidOperationException("The experiment is not prepared.");

    /// <inheritdoc />
    public override void Prepare(int rows)
    {
        _folder = Directory.CreateTempSubdirectory("shannon-transcripts-").FullName;
        TranscriptFolder.Write(_folder, rows / RowsPerLine);
    }

    /// <inheritdoc />
    public override void Release()
    {
        Directory.Delete(Transcripts, recursive: true);
        _folder = null;
    }
}
