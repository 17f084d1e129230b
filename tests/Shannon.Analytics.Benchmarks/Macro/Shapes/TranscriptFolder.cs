using System.Globalization;
using System.Text;

namespace Shannon.Analytics.Benchmarks.Macro.Shapes;

/// <summary>
/// Writes Claude Code transcripts, the same on every machine. Kinds of lines occur as often, and are as long, as in real transcripts of version 2.1.39:
/// per response two lines of it (1.3 KB on average), eight lines of progress (0.7 KB) and 1.26 lines of prompts and tool results (4.8 KB), most of it code
/// with escapes.
/// </summary>
internal static class TranscriptFolder
{
    private const int LinesPerFile = 4_000;
    private const string Project = "/home/developer/work/service";

    private static readonly string[] Models = ["claude-opus-4-6", "claude-sonnet-4-5-20250929", "claude-haiku-4-5-20251001"];
    private static readonly string[] Tools = ["Bash", "Edit", "Glob", "Grep", "Read", "Write"];
    private static readonly string[] Code =
    [
        "    public async Task<int> CountAsync(CancellationToken cancellationToken)", "    {", "        var rows = await _store.ReadAsync(query, cancellationToken);",
        "        if (rows.Count == 0)", "            throw new InvalidOperationException(\\\"No rows were found.\\\");", "        return rows.Sum(row => row.Value);", "    }", "",
        "export function render(props: Props): JSX.Element {", "  const [state, setState] = useState<string>('');", "  return <div className=\\\"panel\\\">{props.children}</div>;", "}",
        "def main(argv: list[str]) -> int:", "    parser = argparse.ArgumentParser(description=__doc__)", "    return run(parser.parse_args(argv))",
    ];

    /// <summary>Writes about as many lines as asked for.</summary>
    /// <returns>The bytes written.</returns>
    public static long Write(string folder, int lines)
    {
        var random = new Random(20260103);
        long bytes = 0;
        for (int file = 0; lines > 0; file++)
        {
            int count = Math.Min(lines, LinesPerFile);
            string project = Directory.CreateDirectory(Path.Combine(folder, "-home-developer-work-" + (file % 10).ToString(CultureInfo.InvariantCulture))).FullName;
            Guid session = NewGuid(random);
            string path = Path.Combine(project, session + ".jsonl");
            using (var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20))
            {
                writer.NewLine = "\n";
                new Session(random, writer, session, new DateTime(2026, 1, 1).AddHours(file)).Write(count);
            }

            bytes += new FileInfo(path).Length;
            lines -= count;
        }

        return bytes;
    }

    private static Guid NewGuid(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private sealed class Session(Random random, StreamWriter writer, Guid session, DateTime start)
    {
        private readonly StringBuilder _text = new();
        private DateTime _time = start;
        private int _written;

        public void Write(int lines)
        {
            while (_written < lines)
            {
                Line("user", $"\"message\":{{\"role\":\"user\",\"content\":\"{Text(400)}\"}}");
                for (int step = random.Next(2, 14); step > 0 && _written < lines; step--)
                {
                    Step();
                }

                Line("file-history-snapshot", "\"snapshot\":{\"trackedFileBackups\":{}}");
            }
        }

        private void Step()
        {
            string message = "msg_01" + NewGuid(random).ToString("N")[..22];
            string request = "req_01" + NewGuid(random).ToString("N")[..22];
            string tool = "toolu_01" + NewGuid(random).ToString("N")[..22];
            string model = Models[Math.Min(random.Next(6), 2)];
            int read = random.Next(10_000, 150_000);
            int write = random.Next(100, 8_000);
            int output = random.Next(5, 2_000);
            for (int i = random.Next(0, 3); i > 0; i--)
            {
                Assistant(message, request, model, read, write, Math.Min(output, 8), $"{{\"type\":\"text\",\"text\":\"{Text(450)}\"}}");
            }

            Assistant(message, request, model, read, write, output, $"{{\"type\":\"tool_use\",\"id\":\"{tool}\",\"name\":\"{Tools[random.Next(Tools.Length)]}\",\"input\":{{\"command\":\"{Text(600)}\"}}}}");
            for (int i = random.Next(0, 17); i > 0; i--)
            {
                Line("progress", $"\"data\":{{\"type\":\"bash_progress\",\"output\":\"{Text(170)}\",\"elapsedTimeSeconds\":{i}}},\"toolUseID\":\"{tool}\"");
            }

            string result = Text(2_200);
            Line("user", $"\"message\":{{\"role\":\"user\",\"content\":[{{\"tool_use_id\":\"{tool}\",\"type\":\"tool_result\",\"content\":\"{result}\",\"is_error\":{(random.Next(20) == 0 ? "true" : "false")}}}]}},\"toolUseResult\":{{\"stdout\":\"{result}\",\"stderr\":\"\",\"interrupted\":false,\"isImage\":false}}");
        }

        private void Assistant(string message, string request, string model, int read, int write, int output, string content) =>
            Line(
                "assistant",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"\"message\":{{\"model\":\"{model}\",\"id\":\"{message}\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[{content}],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{{\"input_tokens\":3,\"cache_creation_input_tokens\":{write},\"cache_read_input_tokens\":{read},\"cache_creation\":{{\"ephemeral_5m_input_tokens\":{write},\"ephemeral_1h_input_tokens\":0}},\"output_tokens\":{output},\"service_tier\":\"standard\",\"inference_geo\":\"not_available\"}}}},\"requestId\":\"{request}\""));

        private void Line(string type, string rest)
        {
            _time = _time.AddMilliseconds(random.Next(10, 4_000));
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"parentUuid\":\"{NewGuid(random)}\",\"isSidechain\":false,\"userType\":\"external\",\"cwd\":\"{Project}\",\"sessionId\":\"{session}\",\"version\":\"2.1.39\",\"gitBranch\":\"main\",\"type\":\"{type}\",{rest},\"uuid\":\"{NewGuid(random)}\",\"timestamp\":\"{_time:yyyy-MM-ddTHH:mm:ss.fff}Z\"}}"));
            _written++;
        }

        private string Text(int about)
        {
            _text.Clear();
            for (int length = random.Next(about / 10, about * 2); _text.Length < length;)
            {
                _text.Append(Code[random.Next(Code.Length)]).Append("\\n");
            }

            return _text.ToString();
        }
    }
}
