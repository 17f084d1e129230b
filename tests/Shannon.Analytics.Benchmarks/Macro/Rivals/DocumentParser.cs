using System.Text.Json;

namespace Shannon.Analytics.Benchmarks.Macro.Rivals;

/// <summary>
/// What a program writes without a library: each line parsed into a <see cref="JsonDocument"/>, usage taken from it, the largest copy per message kept in
/// a dictionary. Nothing is stored.
/// </summary>
internal sealed class DocumentParser(string folder) : Contender
{
    private readonly Dictionary<string, long[]> _messages = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public override long Operations { get; } = Directory.EnumerateFiles(folder, "*.jsonl", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);

    /// <inheritdoc />
    public override ValueTask RunAsync()
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*.jsonl", SearchOption.AllDirectories))
        {
            ReadOnlyMemory<byte> rest = File.ReadAllBytes(file);
            while (!rest.IsEmpty)
            {
                int end = rest.Span.IndexOf((byte)'\n');
                Read(end < 0 ? rest : rest[..end]);
                rest = end < 0 ? default : rest[(end + 1)..];
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override ValueTask<double[]> AnswerAsync() =>
        ValueTask.FromResult<double[]>([_messages.Count, .. Enumerable.Range(0, 4).Select(i => (double)_messages.Values.Sum(usage => usage[i]))]);

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Read(ReadOnlyMemory<byte> line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement root = document.RootElement;
        if (!root.GetProperty("type").ValueEquals("assistant"u8))
        {
            return;
        }

        JsonElement message = root.GetProperty("message");
        JsonElement usage = message.GetProperty("usage");
        long[] counts =
        [
            usage.GetProperty("input_tokens").GetInt64(),
            usage.GetProperty("output_tokens").GetInt64(),
            usage.GetProperty("cache_creation_input_tokens").GetInt64(),
            usage.GetProperty("cache_read_input_tokens").GetInt64(),
        ];
        string id = message.GetProperty("id").GetString()!;
        if (!_messages.TryGetValue(id, out long[]? known) || counts.Sum() > known.Sum())
        {
            _messages[id] = counts;
        }
    }
}
