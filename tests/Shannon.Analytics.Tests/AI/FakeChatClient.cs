using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace Shannon.Analytics.Tests.AI;

/// <summary>A model made of a script: each call takes the next answer, and time passes as the answer says.</summary>
internal sealed class FakeChatClient(FakeTimeProvider time, ChatClientMetadata? metadata = null) : IChatClient
{
    private readonly Queue<FakeAnswer> _answers = new();

    public int Calls { get; private set; }

    public void Enqueue(FakeAnswer answer) => _answers.Enqueue(answer);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        FakeAnswer answer = Next();
        foreach (var (after, _) in answer.Updates)
        {
            time.Advance(after);
        }

        await Task.Yield();
        await (answer.BeforeEnd?.Invoke() ?? Task.CompletedTask);
        cancellationToken.ThrowIfCancellationRequested();
        return answer.Error is null ? answer.Updates.Select(static update => update.Update).ToChatResponse() : throw answer.Error;
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        FakeAnswer answer = Next();
        foreach (var (after, update) in answer.Updates)
        {
            time.Advance(after);
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return update;
        }

        await (answer.BeforeEnd?.Invoke() ?? Task.CompletedTask);
        cancellationToken.ThrowIfCancellationRequested();
        if (answer.Error is not null)
        {
            throw answer.Error;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? metadata : null;

    public void Dispose()
    {
    }

    private FakeAnswer Next()
    {
        Calls++;
        return _answers.Count > 0 ? _answers.Dequeue() : FakeAnswer.Text("chatcmpl-a-rather-long-id-" + Calls);
    }
}
