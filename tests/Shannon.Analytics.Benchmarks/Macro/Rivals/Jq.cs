using System.Diagnostics;
using System.Globalization;

namespace Shannon.Analytics.Benchmarks.Macro.Rivals;

/// <summary>The command-line tool: the usage of every assistant line written out, not even deduplicated.</summary>
internal sealed class Jq(string folder) : Contender
{
    private const string Program = "jq";
    private long _lines;

    /// <summary>Whether the tool is on this machine.</summary>
    public static bool IsInstalled { get; } = Find();

    /// <inheritdoc />
    public override long Operations { get; } = Directory.EnumerateFiles(folder, "*.jsonl", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);

    /// <inheritdoc />
    public override async ValueTask RunAsync()
    {
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add("-r");
        start.ArgumentList.Add("select(.type==\"assistant\") | [.message.id, (.message.usage | .input_tokens, .output_tokens, .cache_creation_input_tokens, .cache_read_input_tokens)] | @tsv");
        foreach (string file in Directory.EnumerateFiles(folder, "*.jsonl", SearchOption.AllDirectories))
        {
            start.ArgumentList.Add(file);
        }

        using Process process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is not null)
        {
            _lines++;
        }

        await process.WaitForExitAsync();
        if (process.ExitCode != 0 || _lines == 0)
        {
            throw new WrongAnswerException(string.Create(CultureInfo.InvariantCulture, $"jq ended with {process.ExitCode} after {_lines} lines."));
        }
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static bool Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, Program)));
}
