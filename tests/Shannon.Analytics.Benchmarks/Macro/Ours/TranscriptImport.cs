using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Ours;

/// <summary>Our importer into an empty store on disk, or once more into a store that has it all.</summary>
/// <param name="folder">For the database.</param>
/// <param name="transcripts">What to import.</param>
/// <param name="again">Whether everything was imported before the clock runs.</param>
/// <param name="parallelism">Files read at once.</param>
internal sealed class TranscriptImport(string folder, string transcripts, bool again, int parallelism) : Contender
{
    private readonly SqliteStore _store = new(Path.Combine(folder, "usage.db"));

    /// <inheritdoc />
    public override long Operations { get; } = Directory.EnumerateFiles(transcripts, "*.jsonl", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);

    /// <inheritdoc />
    public override async ValueTask SetUpAsync()
    {
        await _store.InitializeAsync();
        if (again)
        {
            await RunAsync();
        }
    }

    /// <inheritdoc />
    public override async ValueTask RunAsync()
    {
        TranscriptImportResult result = await new TranscriptImporter(_store, new TranscriptImportOptions { Parallelism = parallelism }).ImportAsync([transcripts]);
        if (result.MalformedLines > 0 || result.FilesFailed.Count > 0)
        {
            throw new WrongAnswerException("The import skipped lines or files.");
        }
    }

    /// <inheritdoc />
    public override async ValueTask<double[]> AnswerAsync()
    {
        double[] answer = new double[5];
        var query = new MetricQuery { Category = MetricCategory.Token };
        while (true)
        {
            RecordPage page = await _store.ReadPageAsync(query, 50_000);
            foreach (MetricRecord record in page.Records)
            {
                answer[0]++;
                answer[1] += record.Measurements["prompt_tokens"];
                answer[2] += record.Measurements["completion_tokens"];
                answer[3] += record.Measurements["cache_creation_tokens"];
                answer[4] += record.Measurements["cache_read_tokens"];
            }

            if (page.Next is not { } next)
            {
                return answer;
            }

            query = query with { After = next };
        }
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => _store.DisposeAsync();
}
