using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Shannon.Analytics.Tests.ClaudeCode.Client;

/// <summary>
/// Stands in for the Messages API, on loopback: answers by the word after <c>SCENARIO:</c> in the conversation, as a stream of events, and keeps the truth of
/// what each response used.
/// </summary>
internal sealed class StubApi : IAsyncDisposable
{
    private static readonly TimeSpan PauseBeforeClosing = TimeSpan.FromMilliseconds(200);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<StubUsage> _usages = new();
    private readonly Task _serving;
    private int _ids;

    public StubApi()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>What each response used, in order; a dropped one among them as far as it came.</summary>
    public IReadOnlyList<StubUsage> Usages => [.. _usages];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = AnswerAsync(client);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                StubRequest request = await StubRequest.ReadAsync(client.GetStream(), _stop.Token);
                byte[] answer = request.Path.StartsWith("/v1/messages", StringComparison.Ordinal) && !request.Path.Contains("count_tokens", StringComparison.Ordinal)
                    ? Answer(JsonNode.Parse(request.Body)!)
                    : Whole(request.Path.Contains("count_tokens", StringComparison.Ordinal) ? "200 OK" : "404 Not Found", """{"input_tokens":1}""");
                await client.GetStream().WriteAsync(answer, _stop.Token);

                if (request.Body.Contains("SCENARIO:stall", StringComparison.Ordinal))
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, _stop.Token);
                }

                // The client must have read the beginning of what breaks off, and nothing tells when it has.
                await Task.Delay(answer.AsSpan().EndsWith("\n\n"u8) ? PauseBeforeClosing : TimeSpan.Zero, _stop.Token);
            }
            catch (IOException)
            {
                // The client was killed.
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
        }
    }

    private byte[] Answer(JsonNode body)
    {
        var conversation = new StubConversation(body);
        int call = _calls.AddOrUpdate(conversation.Scenario, 1, (_, calls) => calls + 1);
        return (conversation.Scenario, conversation.Results) switch
        {
            ("rate", _) when call <= 2 => Error("429 Too Many Requests", "rate_limit_error", "retry-after: 1\r\n"),
            ("overload", _) when call <= 2 => Error("529 Overloaded", "overloaded_error"),
            ("bad", _) => Error("400 Bad Request", "invalid_request_error"),
            ("drop", _) when call == 1 => Dropped(conversation.Model),
            ("stall", _) => Dropped(conversation.Model),
            ("tool", 0) => Stream(conversation.Model, new StubUsage(14, 37, 0, 2048), Tool("Bash", """{"command":"echo hello","description":"Print a greeting"}""")),
            ("denied", 0) => Stream(conversation.Model, new StubUsage(14, 37, 0, 2048), Tool("WebFetch", """{"url":"https://example.com/","prompt":"What is there?"}""")),
            ("edit", 0) => Stream(conversation.Model, new StubUsage(14, 37, 0, 2048), Tool("Write", $$"""{"file_path":"{{conversation.Folder}}/out.txt","content":"one\ntwo\n"}""")),
            ("sub", 0) when conversation.IsSubagent => Stream(conversation.Model, new StubUsage(14, 21, 0, 2048), Tool("Bash", """{"command":"echo sub","description":"Print a line"}""")),
            ("sub", _) when conversation.IsSubagent => Stream(conversation.Model, new StubUsage(9, 18, 2048, 310), null),
            ("sub", 0) => Stream(conversation.Model, new StubUsage(14, 37, 0, 2048), Tool(conversation.AgentTool, """{"description":"Print a line","prompt":"SUBTASK: run echo","subagent_type":"general-purpose","run_in_background":false}""")),
            _ => Stream(conversation.Model, new StubUsage(9, 52, 2048, 310), null),
        };
    }

    private static JsonObject Tool(string name, string input) => new() { ["name"] = name, ["input"] = JsonNode.Parse(input) };

    private byte[] Stream(string model, StubUsage usage, JsonObject? tool)
    {
        string id = NextId("msg_");
        var events = new StringBuilder(Start(id, model, usage));
        events.Append(Event("content_block_start", """{"index":0,"content_block":{"type":"text","text":""}}"""));
        events.Append(Event("content_block_delta", """{"index":0,"delta":{"type":"text_delta","text":"An answer of the stub."}}"""));
        events.Append(Event("content_block_stop", """{"index":0}"""));
        if (tool is not null)
        {
            var input = JsonValue.Create(tool["input"]!.ToJsonString());
            events.Append(Event("content_block_start", $$$$"""{"index":1,"content_block":{"type":"tool_use","id":"{{{{NextId("toolu_")}}}}","name":"{{{{tool["name"]}}}}","input":{}}}"""));
            events.Append(Event("content_block_delta", $$$"""{"index":1,"delta":{"type":"input_json_delta","partial_json":{{{input.ToJsonString()}}}}}"""));
            events.Append(Event("content_block_stop", """{"index":1}"""));
        }

        events.Append(Event("message_delta", $$"""{"delta":{"stop_reason":"{{(tool is null ? "end_turn" : "tool_use")}}","stop_sequence":null},"usage":{{usage.ToJson(usage.Output)}}}"""));
        events.Append(Event("message_stop", "{}"));
        _usages.Enqueue(usage with { MessageId = id });
        return Head("200 OK", "text/event-stream", events.ToString());
    }

    // The connection closes in the middle of the response.
    private byte[] Dropped(string model)
    {
        var usage = new StubUsage(5, 1, 0, 0);
        string id = NextId("msg_");
        _usages.Enqueue(usage with { MessageId = id });
        string start = Start(id, model, usage);
        return Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: {start.Length + 10_000}\r\nrequest-id: {NextId("req_")}\r\nconnection: close\r\n\r\n{start}");
    }

    private static string Start(string id, string model, StubUsage usage) => Event(
        "message_start",
        $$$"""{"message":{"id":"{{{id}}}","type":"message","role":"assistant","model":"{{{model}}}","content":[],"stop_reason":null,"stop_sequence":null,"usage":{{{usage.ToJson(1)}}}}}""");

    private static string Event(string type, string data) => $"event: {type}\ndata: {data[..1]}\"type\":\"{type}\"{(data.Length > 2 ? "," : string.Empty)}{data[1..]}\n\n";

    private byte[] Error(string status, string type, string headers = "") => Head(status, "application/json", $$$"""{"type":"error","error":{"type":"{{{type}}}","message":"an error of the stub"}}""", headers);

    private byte[] Whole(string status, string body) => Head(status, "application/json", body);

    private byte[] Head(string status, string contentType, string body, string headers = "") => Encoding.UTF8.GetBytes(
        $"HTTP/1.1 {status}\r\ncontent-type: {contentType}\r\ncontent-length: {Encoding.UTF8.GetByteCount(body)}\r\nrequest-id: {NextId("req_")}\r\n{headers}connection: close\r\n\r\n{body}");

    private string NextId(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}stub{Interlocked.Increment(ref _ids):D4}{Guid.NewGuid():N}");
}
