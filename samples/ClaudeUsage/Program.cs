using System.Text;

namespace ClaudeUsage;

/// <summary>What Claude Code sessions used and cost, from the transcripts on this machine.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using var cancellation = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            // The first Ctrl+C ends the work in good order; a second one ends the process.
            pressed.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        };
        return await UsageCommand.RunAsync(args, UsageHost.OfThisProcess(), cancellation.Token);
    }
}
