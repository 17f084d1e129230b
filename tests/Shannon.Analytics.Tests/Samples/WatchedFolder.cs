using System.Globalization;
using System.Text;
using ClaudeUsage;
using Microsoft.Extensions.Time.Testing;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Samples;

/// <summary>Transcripts that a test writes while <c>ClaudeUsage --watch</c> follows them by a clock that the test moves.</summary>
internal sealed class WatchedFolder : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ScreenLog _screen = new();
    private readonly StringWriter _error = new();
    private Task<int> _run = Task.FromResult(-1);

    internal FakeTimeProvider Time { get; } = new(SomeUsage.Noon);

    internal string Projects => _folder.File("projects");

    internal string Error => _error.ToString();

    /// <summary>All that was shown, in order.</summary>
    internal string Shown => _screen.ToString();

    /// <summary>What was shown last.</summary>
    internal string Last => Shown is var shown && shown.LastIndexOf("Claude Code usage", StringComparison.Ordinal) is > 0 and var start ? shown[start..] : shown;

    internal void Start(bool isTerminal = false, params string[] args)
    {
        UsageHost host = SomeUsage.Host(_folder.FullPath, new StringWriter(), _error) with
        {
            Out = _screen,
            OutIsTerminal = isTerminal,
            Width = isTerminal ? 100 : null,
            Time = Time,
            TranscriptFolders = () => Directory.Exists(Projects) ? [Projects] : [],
        };
        _run = Task.Run(() => UsageCommand.RunAsync(["--watch", .. args], host, _stop.Token));
    }

    /// <summary>Lets time go on until the last table says something.</summary>
    internal Task ExpectAsync(string text) => Until.True(
        () =>
        {
            if (Last.Contains(text, StringComparison.Ordinal))
            {
                return true;
            }

            Assert.False(_run.IsCompleted, $"It ended: {Error}");

            // In steps so small that the day does not end while a busy machine reads a file.
            Time.Advance(TimeSpan.FromMilliseconds(1));
            return false;
        },
        $"'{text}'");

    /// <summary>Lets some rounds go by in which nothing is new.</summary>
    internal async Task RestAsync()
    {
        DateTimeOffset end = Time.GetUtcNow().AddSeconds(20);
        await Until.True(
            () =>
            {
                Time.Advance(TimeSpan.FromMilliseconds(100));
                return Time.GetUtcNow() >= end;
            },
            "twenty seconds");
    }

    internal void Append(string file, params string[] lines) => File.AppendAllText(PathOf(file), string.Concat(lines.Select(line => line + "\n")));

    internal void Replace(string file, params string[] lines) => File.WriteAllText(PathOf(file), string.Concat(lines.Select(line => line + "\n")));

    internal void Delete(string file) => File.Delete(PathOf(file));

    /// <summary>A line of a response of 100 tokens at noon of the test's day.</summary>
    internal static string Response(int number, string session = "10000000-0000-4000-8000-000000000000", string day = "2026-09-15") => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"type":"assistant","uuid":"u-{{number}}","sessionId":"{{session}}","timestamp":"{{day}}T12:00:{{number % 60:00}}.000Z","cwd":"/home/ada/atlas","requestId":"req_{{number}}","message":{"id":"msg_{{number:00000000}}","model":"claude-opus-5-5","role":"assistant","content":[],"usage":{"input_tokens":60,"output_tokens":40} } }""");

    /// <summary>Ctrl+C.</summary>
    internal async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await _run;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        await _screen.DisposeAsync();
        await _error.DisposeAsync();
        _folder.Dispose();
    }

    private string PathOf(string file)
    {
        string path = Path.Combine(Projects, "-home-ada-atlas", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>A text that one thread writes and another one reads.</summary>
    private sealed class ScreenLog : TextWriter
    {
        private readonly Lock _lock = new();
        private readonly StringBuilder _text = new();

        public ScreenLog() => NewLine = "\n";

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            lock (_lock)
            {
                _text.Append(value);
            }
        }

        public override void Write(string? value)
        {
            lock (_lock)
            {
                _text.Append(value);
            }
        }

        public override string ToString()
        {
            lock (_lock)
            {
                return _text.ToString();
            }
        }
    }
}
