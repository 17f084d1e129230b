using ClaudeUsage;
using ClaudeUsage.CommandLine;
using ClaudeUsage.Import;
using ClaudeUsage.Output;
using ClaudeUsage.Totals;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Tests.Samples;

/// <summary>Entries, reports and hosts for the tests of ClaudeUsage.</summary>
internal static class SomeUsage
{
    public static readonly DateTimeOffset Noon = new(2026, 9, 15, 12, 0, 0, TimeSpan.Zero);

    public static UsageEntry Entry(string model = "claude-opus-5-5", string project = "/home/ada/atlas", string session = "10000000-0000-4000-8000-000000000000", decimal? cost = 3.41m, long input = 1_234_567, DateTimeOffset? at = null) =>
        new(at ?? Noon, model, project, session, new TokenCounts { Input = input, Output = 45_678, CacheRead = 9_876_543, CacheWrite5m = 123_456, CacheWrite1h = 1000 }, cost);

    public static UsageReport Report(params UsageEntry[] entries)
    {
        var builder = new UsageReportBuilder();
        foreach (UsageEntry entry in entries)
        {
            builder.Add(entry);
        }

        return builder.Build();
    }

    public static ReportContext Context(CommandLineOptions? options = null, TranscriptImportResult? import = null, SourceKind source = SourceKind.Paths) => new()
    {
        Options = options ?? new CommandLineOptions(),
        Source = new TranscriptSource(source, ["/transcripts"]),
        Database = "/data/usage.db",
        PriceVersion = "2026-11-01",
        Import = import ?? Import(),
    };

    public static TranscriptImportResult Import(long malformed = 0, IReadOnlyDictionary<string, long>? unknown = null, params TranscriptFileFailure[] failed) => new()
    {
        Files = 3,
        FilesUnchanged = 0,
        FilesFailed = failed,
        Lines = 10,
        MalformedLines = malformed,
        OversizedLines = 0,
        UnknownLines = unknown ?? new Dictionary<string, long>(),
        Requests = 4,
        Stored = 4,
        Replaced = 0,
        Duplicates = 0,
        TooOld = 0,
        BytesRead = 2_900_000,
        Unpriced = new Dictionary<string, long>(),
        Duration = TimeSpan.FromMilliseconds(420),
    };

    /// <summary>A machine whose user data lies in <paramref name="folder"/>, without transcripts of its own.</summary>
    public static UsageHost Host(string folder, StringWriter output, StringWriter error) => new()
    {
        Out = output,
        Error = error,
        DataFolder = Path.Combine(folder, "data"),
        DemoFolder = DemoFolder,
        TranscriptFolders = () => [],
    };

    public static string DemoFolder => Path.Combine(AppContext.BaseDirectory, "demo", "projects");
}
