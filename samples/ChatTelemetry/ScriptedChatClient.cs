using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace ChatTelemetry;

/// <summary>
/// A model that needs no key and no network: it answers a few words at a set pace, asks for the weather when the prompt does, and counts tokens the way
/// a provider with a prompt cache does: what it has read before is cached.
/// </summary>
/// <param name="pace">The time from one word to the next.</param>
internal sealed class ScriptedChatClient(TimeSpan pace) : IChatClient
{
    // A made-up count, so that the figures have the proportions of a real chat with a long system prompt.
    private const int SystemTokens = 1_500;
    private const string Model = "claude-haiku-4-5";
    private static readonly ChatClientMetadata Metadata = new("anthropic", defaultModelId: Model);
    private long _read;

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<ChatMessage> all = [.. messages];
        string id = "msg_" + Guid.NewGuid().ToString("N");
        AIContent[] answer = [.. AnswerTo(all)];
        foreach (AIContent content in answer)
        {
            await Task.Delay(pace, TimeProvider.System, cancellationToken);
            yield return Update(id, content, null);
        }

        yield return Update(id, new UsageContent(UsageOf(all, answer.Length)), answer[^1] is FunctionCallContent ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? Metadata : serviceType?.IsInstanceOfType(this) == true ? this : null;

    public void Dispose()
    {
    }

    private static IEnumerable<AIContent> AnswerTo(List<ChatMessage> messages)
    {
        if (messages.SelectMany(static message => message.Contents).OfType<FunctionResultContent>().LastOrDefault() is { } result)
        {
            return Words($"The weather in Ulm: {result.Result}.");
        }

        string prompt = messages[^1].Text;
        return prompt.Contains("weather", StringComparison.OrdinalIgnoreCase)
            ? [new FunctionCallContent("toolu_" + Guid.NewGuid().ToString("N"), "get_weather", new Dictionary<string, object?> { ["city"] = "Ulm" })]
            : Words(prompt.Contains("token", StringComparison.OrdinalIgnoreCase)
                ? "A token is a piece of a word, and what models are paid for."
                : "What was read once comes from the cache, which is quicker and cheaper.");
    }

    private static IEnumerable<TextContent> Words(string text) => text.Split(' ').Select(static (word, i) => new TextContent(i == 0 ? word : " " + word));

    private static ChatResponseUpdate Update(string id, AIContent content, ChatFinishReason? reason) =>
        new(ChatRole.Assistant, [content]) { ResponseId = id, MessageId = id, ModelId = Model, FinishReason = reason };

    private UsageDetails UsageOf(List<ChatMessage> messages, int words)
    {
        long cached = _read;
        long input = SystemTokens + messages.Sum(static message => 4 + (message.Text.Length / 4));
        _read = SystemTokens;
        return new UsageDetails { InputTokenCount = input, CachedInputTokenCount = Math.Min(cached, input), OutputTokenCount = words * 4 / 3, TotalTokenCount = input + (words * 4 / 3) };
    }
}
