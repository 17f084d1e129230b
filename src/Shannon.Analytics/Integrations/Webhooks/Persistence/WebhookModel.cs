using System.Text.Json.Serialization;

namespace Shannon.Analytics.Integrations.Webhooks.Persistence;

/// <summary>A definition as JSON; times are in seconds. Where it is kept, its header values are encrypted, and its secret stands elsewhere.</summary>
internal sealed record WebhookModel
{
    public string? Name { get; init; }

    [JsonRequired]
    public required string? Url { get; init; }

    [JsonRequired]
    public required IReadOnlyList<string>? Events { get; init; }

    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    public string? Secret { get; init; }

    public RetryModel? RetryPolicy { get; init; }

    public BreakerModel? CircuitBreaker { get; init; }

    public double? Timeout { get; init; }

    public int? MaxConcurrency { get; init; }

    public bool? IsEnabled { get; init; }

    internal static WebhookModel Of(WebhookDefinition definition, Func<KeyValuePair<string, string>, string> header) => new()
    {
        Name = definition.Name,
        Url = definition.Url.OriginalString,
        Events = definition.Events,
        Headers = definition.Headers.ToDictionary(static pair => pair.Key, header, StringComparer.OrdinalIgnoreCase),
        RetryPolicy = new()
        {
            MaxRetries = definition.RetryPolicy.MaxRetries,
            Backoff = definition.RetryPolicy.Backoff,
            Delay = definition.RetryPolicy.Delay.TotalSeconds,
            MaxDelay = definition.RetryPolicy.MaxDelay.TotalSeconds,
            Jitter = definition.RetryPolicy.Jitter,
        },
        CircuitBreaker = new() { FailureThreshold = definition.CircuitBreaker.FailureThreshold, BreakDuration = definition.CircuitBreaker.BreakDuration.TotalSeconds },
        Timeout = definition.Timeout.TotalSeconds,
        MaxConcurrency = definition.MaxConcurrency,
        IsEnabled = definition.IsEnabled,
    };

    internal WebhookDefinition ToDefinition()
    {
        // What is not given is as a definition has it; what is out of range is left for its check to name.
        var usual = new WebhookDefinition { Url = Uri.TryCreate(Url, UriKind.Absolute, out Uri? url) ? url : null!, Events = Events! };
        return usual with
        {
            Name = Name,
            Headers = new Dictionary<string, string>(Headers ?? usual.Headers, StringComparer.OrdinalIgnoreCase),
            Secret = Secret,
            RetryPolicy = RetryPolicy?.ToPolicy() ?? usual.RetryPolicy,
            CircuitBreaker = CircuitBreaker?.ToBreaker() ?? usual.CircuitBreaker,
            Timeout = SecondsOr(Timeout, usual.Timeout),
            MaxConcurrency = MaxConcurrency ?? usual.MaxConcurrency,
            IsEnabled = IsEnabled ?? usual.IsEnabled,
        };
    }

    // A number too large for a time span stands for its end, which is out of every range.
    internal static TimeSpan SecondsOr(double? seconds, TimeSpan usual) => seconds switch
    {
        null => usual,
        >= -1e9 and <= 1e9 => TimeSpan.FromSeconds(seconds.Value),
        _ => TimeSpan.MaxValue,
    };
}
