using System.Text;
using Shannon.Analytics.ClaudeCode;

namespace SessionHost;

/// <summary>A console host that runs agent sessions with a session manager of its own, and shows what they take while they run.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using var cancellation = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            // The first Ctrl+C ends the prompt under way and prints the sums; a second one ends the process.
            pressed.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        };
        string database = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "SessionHost.db");
        return await HostRun.RunAsync(args, Environment.CurrentDirectory, database, new ClaudeBinaryManager(), Console.Out, cancellation.Token);
    }
}
