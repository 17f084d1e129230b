using ChatTelemetry;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Samples;

/// <summary>The chat sample, run whole against its scripted model.</summary>
public sealed class ChatTelemetryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_Twice_PrintsEachAnswersFiguresAndTheSumOfBoth()
    {
        string first = await RunAsync("What is a token?", "What is the weather in Ulm?");
        string second = await RunAsync("What is a token?");

        Assert.Contains("> What is a token?\nA token is a piece of a word", first, StringComparison.Ordinal);
        Assert.Contains("The weather in Ulm: rain", first, StringComparison.Ordinal);
        Assert.Contains("get_weather took", first, StringComparison.Ordinal);
        Assert.Equal(3, first.Split("tokens in,").Length - 1);
        Assert.Contains("claude-haiku-4-5: 3 calls,", first, StringComparison.Ordinal);
        Assert.Contains("claude-haiku-4-5: 4 calls,", second, StringComparison.Ordinal);
        Assert.DoesNotContain("no price known", first, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(params string[] prompts)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var model = new ScriptedChatClient(TimeSpan.Zero);
        Assert.Equal(0, await ChatHost.RunAsync(prompts, _folder.File("chat.db"), model, output, TestContext.Current.CancellationToken));
        return output.ToString();
    }
}
