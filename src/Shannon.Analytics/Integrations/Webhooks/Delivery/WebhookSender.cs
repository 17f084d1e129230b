using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Shannon.Analytics.Integrations.Webhooks.Guarding;
using Shannon.Analytics.Storage.Outbox;

namespace Shannon.Analytics.Integrations.Webhooks.Delivery;

/// <summary>
/// Makes attempts. Of an answer it reads the status and the headers, within bounds, and never the body: it is of no use, may be without end, and what
/// an inner address answers must not become visible anywhere. Thread-safe.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _client;

    internal WebhookSender(WebhookOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _client = new HttpMessageInvoker(new GuardedDialer(options).NewHandler());
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Makes one attempt.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    internal async Task<AttemptResult> SendAsync(Endpoint endpoint, OutboxEvent happened, CancellationToken cancellationToken)
    {
        DateTimeOffset started = _time.GetUtcNow();
        long begin = _time.GetTimestamp();
        AttemptResult Result(WebhookOutcome outcome, int? status = null, TimeSpan? pause = null) => new(outcome, status, pause, started, _time.GetElapsedTime(begin));

        if (endpoint.Url.Scheme != Uri.UriSchemeHttps && !_options.AllowsPlainHttp)
        {
            return Result(WebhookOutcome.Refused);
        }

        using var limit = new CancellationTokenSource(endpoint.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using HttpRequestMessage request = Word(endpoint, happened, started);
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request, both.Token).ConfigureAwait(false);
            return Result(
                response.IsSuccessStatusCode ? WebhookOutcome.Delivered : WebhookOutcome.Rejected,
                (int)response.StatusCode,
                RetrySchedule.PauseOf(response.Headers.RetryAfter, _time.GetUtcNow()));
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && IsOfTheNetwork(error))
        {
            return Result(IsRefused(error) ? WebhookOutcome.Refused : limit.IsCancellationRequested ? WebhookOutcome.TimedOut : WebhookOutcome.Unreachable);
        }
    }

    /// <summary>The body of a message: <c>type</c>, <c>timestamp</c> and <c>data</c>, the same bytes in every attempt.</summary>
    internal static byte[] BodyOf(OutboxEvent happened)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("type", happened.Type);
            writer.WriteString("timestamp", happened.At.UtcDateTime);
            writer.WritePropertyName("data");
            happened.Data.WriteTo(writer);
            writer.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }

    private static HttpRequestMessage Word(Endpoint endpoint, OutboxEvent happened, DateTimeOffset now)
    {
        byte[] body = BodyOf(happened);
        long seconds = now.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = Json } },
            Version = HttpVersion.Version11,
        };
        request.Headers.TryAddWithoutValidation("User-Agent", "Shannon.Analytics");
        request.Headers.TryAddWithoutValidation(WebhookSignature.IdHeader, happened.Id);
        request.Headers.TryAddWithoutValidation(WebhookSignature.TimestampHeader, seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation(WebhookSignature.SignatureHeader, string.Join(' ', endpoint.SecretsAt(now).Select(secret => WebhookSignature.Sign(secret, happened.Id, seconds, body))));
        foreach (var (name, value) in endpoint.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static bool IsOfTheNetwork(Exception error) => error is HttpRequestException or IOException or OperationCanceledException or System.Net.Sockets.SocketException or InvalidOperationException;

    private static bool IsRefused(Exception? error) => error is not null && (error is RefusedAddressException || IsRefused(error.InnerException));
}
