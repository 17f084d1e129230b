using System.Text.Json;
using System.Text.Unicode;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.ClaudeCode.Importing;
using Shannon.Analytics.ClaudeCode.Parsing;
using Shannon.Analytics.ClaudeCode.Reading;

namespace Shannon.Analytics.Fuzz.Targets;

/// <summary>
/// Transcripts. The input is imported as a file in two parts, so that the position in between is saved and restored, by the importer's own worker into
/// a store that checks every record. Nothing may fail: whatever a transcript holds, the import skips it. Each line is also given to a JSON parser, which
/// must agree on what is JSON, and to the shortener of long lines, which must keep what is JSON.
/// </summary>
internal sealed class TranscriptTarget : IFuzzTarget
{
    private const int RunsPerWorker = 1_000;

    // In memory where the system offers it: the disk would be the slowest part by far.
    private static readonly string Folder = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
    private readonly string _path = Path.Combine(Folder, $"shannon-fuzz-{Environment.ProcessId}.jsonl");
    private readonly TranscriptImportOptions _options = new() { Parallelism = 1, MaxLineBytes = 64 * 1024 };
    private readonly TranscriptLine _line = new();
    private readonly LongLineShortener _shortener = new();
    private ImportWorker? _worker;
    private RunTally _tally = new();
    private int _runs;

    internal TranscriptTarget() => AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(_path);

    public void Run(byte[] input)
    {
        if (_worker is null || _runs++ % RunsPerWorker == 0)
        {
            // The tally remembers every response.
            var store = new CheckingStore();
            var progress = new ProgressReporter(null, TimeProvider.System, 1, 1);
            _tally = new RunTally();
            _worker = new ImportWorker(_options, new BatchWriter(store, store, null, _tally, progress), _tally, progress);
        }

        TrackedFile begun = Import(input.AsSpan(0, input.Length / 2), null);
        Import(input, begun);
        for (ReadOnlySpan<byte> rest = input; !rest.IsEmpty;)
        {
            int end = rest.IndexOf((byte)'\n');
            Compare(end < 0 ? rest : rest[..end]);
            rest = end < 0 ? [] : rest[(end + 1)..];
        }
    }

    private TrackedFile Import(ReadOnlySpan<byte> content, TrackedFile? begun)
    {
        File.WriteAllBytes(_path, content);
        var file = new TrackedFile(new FoundFile(_path, content.Length, DateTime.UnixEpoch.Ticks))
        {
            Saved = begun?.Saved is { } saved ? StateJson.Read(StateJson.Write(saved)) ?? throw new FuzzFailure("A saved position cannot be read again.") : null,
            Version = begun?.Version ?? 0,
        };
        var waiting = new Queue<TrackedFile>([file]);
        Task import = _worker!.RunAsync(() => waiting.TryDequeue(out TrackedFile? next) ? next : null, CancellationToken.None);
        if (!import.IsCompleted)
        {
            throw new FuzzFailure("The import left the caller's thread.");
        }

        import.GetAwaiter().GetResult();
        if (_tally.ToResult(1, 0, TimeSpan.Zero).FilesFailed is [var failure, ..])
        {
            throw new FuzzFailure("The file failed: " + failure.Reason);
        }

        // A target that reads nothing would find nothing.
        return file.Saved is null ? throw new FuzzFailure("The file was not read.") : file;
    }

    private void Compare(ReadOnlySpan<byte> line)
    {
        bool isParsed = LineParser.TryParse(line, isWhole: false, _line);
        if (Utf8.IsValid(line) && isParsed != IsObject(line))
        {
            throw new FuzzFailure($"The line is {(isParsed ? "read, but is no" : "not read, but is a")} JSON object.");
        }

        _shortener.Clear();
        for (int from = 0; from < line.Length; from += 7)
        {
            _shortener.Add(line.Slice(from, Math.Min(7, line.Length - from)));
        }

        if (isParsed != LineParser.TryParse(_shortener.Kept, isWhole: false, _line) || (isParsed && line.Length <= LongLineShortener.KeptPerString && !_shortener.Kept.SequenceEqual(line)))
        {
            throw new FuzzFailure("Shortening makes JSON of what is none, none of what is JSON, or changes a short line.");
        }
    }

    private static bool IsObject(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = ClaudeCode.Json.JsonCursor.MaxDepth });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
