using Microsoft.Extensions.AI;

namespace Shannon.Analytics.Tests.AI;

/// <summary>One answer of a <see cref="FakeChatClient"/>: its pieces, the time before each, and how it ends.</summary>
internal sealed record FakeAnswer(params (TimeSpan After, ChatResponseUpdate Update)[] Updates)
{
    internal const string Model = "claude-sonnet-4-5";

    public Exception? Error { get; init; }

    public Func<Task>? BeforeEnd { get; init; }

    /// <summary>"Hello world" in two pieces after 0.5 s and 1.5 s more, and its usage.</summary>
    public static FakeAnswer Text(string id, UsageDetails? usage = null, string? conversation = null)
    {
        var last = Piece(1.5, id, conversation, new TextContent("world"), new UsageContent(usage ?? new UsageDetails { InputTokenCount = 100, OutputTokenCount = 30, TotalTokenCount = 130 }));
        last.Update.FinishReason = ChatFinishReason.Stop;
        return new(Piece(0.5, id, conversation, new TextContent("Hello ")), last);
    }

    public static FakeAnswer Call(string id, params string[] callIds) => new(
        Piece(1, id, null, [.. callIds.Select(static call => new FunctionCallContent(call, "get_weather", new Dictionary<string, object?> { ["city"] = "Ulm" }))]));

    public static (TimeSpan After, ChatResponseUpdate Update) Piece(double seconds, string id, string? conversation, params AIContent[] contents) =>
        (TimeSpan.FromSeconds(seconds), new ChatResponseUpdate(ChatRole.Assistant, contents) { ResponseId = id, MessageId = id, ModelId = Model, ConversationId = conversation });
}
