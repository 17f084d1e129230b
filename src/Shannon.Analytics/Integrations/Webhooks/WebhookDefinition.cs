using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Integrations.Webhooks.Persistence;

namespace Shannon.Analytics.Integrations.Webhooks;

/// <summary>
/// Where events are sent and how. Immutable as long as its collections are left alone; validated as a whole when the webhook is made or changed.
/// Header values and the secret are encrypted where they are kept, and masked in everything that is returned, logged, printed or audited.
/// </summary>
public sealed record WebhookDefinition
{
    /// <summary>What stands in place of a secret value. A header given so when a webhook is changed keeps its value.</summary>
    public const string Masked = "***";

    /// <summary>What people call it. Up to 200 characters; <see langword="null"/> by default.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Where events are sent: an absolute <c>https</c> address of up to 2,048 characters without user, password or fragment. What it may lead to is
    /// decided by <see cref="WebhookOptions"/>. It is not a secret: put tokens into <see cref="Headers"/>.
    /// </summary>
    public required Uri Url { get; init; }

    /// <summary>Which events, 1 to 64: names of <see cref="WebhookEventTypes"/>, the host's own, or <c>*</c>.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Headers to send besides, up to 32, each value up to 4,096 characters. None by default.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// What messages are signed with: <c>whsec_</c> and 24 to 64 bytes in base64. <see langword="null"/> (the default) to have one made; when a webhook is
    /// changed, to keep the one it has.
    /// </summary>
    public string? Secret { get; init; }

    /// <summary>What happens after an attempt that failed.</summary>
    public WebhookRetryPolicy RetryPolicy { get; init; } = new();

    /// <summary>When the endpoint is left alone for a while.</summary>
    public WebhookCircuitBreaker CircuitBreaker { get; init; } = new();

    /// <summary>How long an attempt may take until the answer's headers are there, 100 milliseconds to 2 minutes; 10 seconds by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many events may be under way at once, 1 to 32. With 1, the default, they arrive in order: none is sent before the one ahead of it was taken
    /// or went to the dead letters. With more they overtake each other.
    /// </summary>
    public int MaxConcurrency { get; init; } = 1;

    /// <summary>Whether events are sent. True by default.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>
    /// Reads a definition from JSON with the keys <c>url</c>, <c>events</c>, <c>headers</c>, <c>secret</c>,
    /// <c>retry_policy</c> { <c>max_retries</c>, <c>backoff</c>, <c>delay</c>, <c>max_delay</c>, <c>jitter</c> },
    /// <c>circuit_breaker</c> { <c>failure_threshold</c>, <c>break_duration</c> }, <c>timeout</c>, <c>max_concurrency</c>, <c>is_enabled</c> and
    /// <c>name</c>, of which only the first two are needed; times are in seconds.
    /// </summary>
    /// <param name="json">One JSON object.</param>
    /// <exception cref="System.Text.Json.JsonException">It is no such JSON object; the message names the place.</exception>
    /// <exception cref="InvalidOptionsException">Values are out of range; all of them are named.</exception>
    public static WebhookDefinition FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        WebhookDefinition definition = WebhookJson.ReadDefinition(json);
        definition.Validate();
        return definition;
    }

    /// <summary>One JSON object with the keys of <see cref="FromJson"/>, header values masked and without the secret.</summary>
    public string ToJson() => WebhookJson.Write(WebhookModel.Of(this, static _ => Masked));

    /// <summary>The same as <see cref="ToJson"/>.</summary>
    public override string ToString() => ToJson();

    /// <summary>Throws if anything is out of range.</summary>
    /// <exception cref="InvalidOptionsException">Something is; all of it is named.</exception>
    public void Validate() => WebhookChecks.ThrowIfInvalid(this, null, knownHeaders: null);

    /// <summary>Whether an event is for it.</summary>
    internal bool Wants(string type) => Events.Contains(type, StringComparer.Ordinal) || Events.Contains(WebhookEventTypes.All, StringComparer.Ordinal);
}
