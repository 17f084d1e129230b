using System.Text;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.ClaudeCode;

/// <summary>A store and a folder of transcripts, and what the import makes of them.</summary>
internal sealed class ImportTest : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    internal ImportTest(TranscriptImportOptions? options = null)
    {
        Store = new SqliteStore(_folder.File("usage.db"));
        Options = options ?? new TranscriptImportOptions { Parallelism = 2 };
        Projects = Directory.CreateDirectory(_folder.File("projects")).FullName;
    }

    internal SqliteStore Store { get; }

    internal TranscriptImportOptions Options { get; set; }

    internal string Projects { get; }

    internal TranscriptImporter Importer => new(Store, Options);

    /// <summary>Writes a transcript; each line ends in a line feed.</summary>
    internal string Write(string name, params string[] lines) => WriteText(name, string.Concat(lines.Select(line => line + "\n")));

    internal string WriteText(string name, string text)
    {
        string path = Path.Combine(Projects, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
        return path;
    }

    internal Task<TranscriptImportResult> ImportAsync() => ImportAsync(Projects);

    internal async Task<TranscriptImportResult> ImportAsync(params string[] paths)
    {
        TranscriptImportResult result = await Importer.ImportAsync(paths, null, TestContext.Current.CancellationToken);
        Assert.Empty(result.FilesFailed);
        return result;
    }

    internal async Task<IReadOnlyList<MetricRecord>> AllAsync(string? name = null)
    {
        await Store.InitializeAsync();
        return (await Store.ReadPageAsync(new MetricQuery { Selector = name is null ? null : Selector.Of(name) }, MetricLimits.MaxListCount)).Records;
    }

    internal async Task<MetricRecord> SingleAsync(string name) => Assert.Single(await AllAsync(name));

    internal Task<IReadOnlyList<MetricRecord>> TokensAsync() => AllAsync(TranscriptMetricNames.TokenUsage);

    /// <summary>All records but for their ids, in an order that does not depend on the import.</summary>
    internal Task<IReadOnlyList<string>> ContentAsync() => RecordText.AllAsync(Store);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Dispose();
    }
}
