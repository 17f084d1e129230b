using System.Text;

namespace ChatTelemetry;

/// <summary>A chat on the console whose every call of the model is measured.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using var cancellation = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            // The first Ctrl+C ends the answer under way and prints the summary; a second one ends the process.
            pressed.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        };
        string database = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "ChatTelemetry.db");
        return await ChatHost.RunAsync(args, database, new ScriptedChatClient(TimeSpan.FromMilliseconds(40)), Console.Out, cancellation.Token);
    }
}
