using System.Buffers;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Integrations.Webhooks.Guarding;

namespace Shannon.Analytics.Integrations.Webhooks;

/// <summary>Checks definitions of webhooks as a whole, so that all that is wrong is said at once. Values of headers and secrets never get into a message.</summary>
internal static class WebhookChecks
{
    private const int MaxNameLength = 200;
    private const int MaxUrlLength = 2_048;
    private const int MaxEvents = 64;
    private const int MaxHeaders = 32;
    private const int MaxHeaderLength = 4_096;

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // What the sender or the protocol decides about.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Content-Length", "Content-Type", "Content-Encoding", "Transfer-Encoding", "Connection", "Keep-Alive", "Upgrade", "TE", "Trailer", "Expect", "Proxy-Authorization", "Proxy-Connection", "User-Agent",
    };

    /// <summary>Throws if a definition is out of range.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="options">What addresses are allowed; null if that is not known.</param>
    /// <param name="knownHeaders">The headers that have a value to keep; null if that is not known.</param>
    internal static void ThrowIfInvalid(WebhookDefinition definition, WebhookOptions? options, IReadOnlyCollection<string>? knownHeaders)
    {
        var errors = new List<string>();
        if (definition.Name is { Length: > MaxNameLength or 0 })
        {
            errors.Add(FormattableString.Invariant($"Name has {definition.Name.Length} characters; 1 to {MaxNameLength} are allowed, or null."));
        }

        CheckUrl(errors, definition.Url, options);
        CheckEvents(errors, definition.Events);
        CheckHeaders(errors, definition.Headers, knownHeaders);
        if (definition.Secret is not null && !WebhookSignature.IsSecret(definition.Secret))
        {
            errors.Add("Secret is not whsec_ followed by 24 to 64 bytes in base64; leave it null to have one made.");
        }

        OptionChecks.NotNull(errors, nameof(definition.RetryPolicy), definition.RetryPolicy);
        OptionChecks.NotNull(errors, nameof(definition.CircuitBreaker), definition.CircuitBreaker);
        definition.RetryPolicy?.Check(errors);
        definition.CircuitBreaker?.Check(errors);
        OptionChecks.Range(errors, nameof(definition.Timeout), definition.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(2));
        OptionChecks.Range(errors, nameof(definition.MaxConcurrency), definition.MaxConcurrency, 1, 32);
        OptionChecks.ThrowIfAny(nameof(WebhookDefinition), errors);
    }

    private static void CheckUrl(List<string> errors, Uri? url, WebhookOptions? options)
    {
        if (url is null || !url.IsAbsoluteUri || url.Scheme is not ("https" or "http") || url.Host.Length == 0)
        {
            errors.Add("Url is not an absolute https address, such as https://example.com/analytics.");
            return;
        }

        if (url.AbsoluteUri.Length > MaxUrlLength)
        {
            errors.Add(FormattableString.Invariant($"Url has {url.AbsoluteUri.Length} characters; at most {MaxUrlLength} are allowed."));
        }

        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            errors.Add("Url has a user, a password or a fragment; put credentials into Headers, and leave the fragment out.");
        }

        if (options is null)
        {
            return;
        }

        if (url.Scheme == Uri.UriSchemeHttp && !options.AllowsPlainHttp)
        {
            errors.Add("Url is plain http, which anyone on the way can read and change; use https, or allow it in WebhookOptions.AllowsPlainHttp.");
        }

        if (AddressGuard.LiteralOf(url.IdnHost) is { } address && !AddressGuard.Allows(address, options.AllowedNetworks))
        {
            errors.Add($"Url leads to {address}, which is not a public address; name its network in WebhookOptions.AllowedNetworks if it is meant.");
        }
    }

    private static void CheckEvents(List<string> errors, IReadOnlyList<string>? events)
    {
        if (events is null || events.Count is 0 or > MaxEvents)
        {
            errors.Add(FormattableString.Invariant($"Events holds {events?.Count ?? 0} names; 1 to {MaxEvents} are allowed."));
            return;
        }

        foreach (string type in events.Where(static type => type is null || (type != WebhookEventTypes.All && !WebhookEventTypes.Known.Contains(type, StringComparer.Ordinal) && !WebhookEventTypes.IsOwn(type))))
        {
            errors.Add($"Events has '{type}', which is no event. Use {string.Join(", ", WebhookEventTypes.Known)}, *, or a name of your own with a dot in it, such as deploy.finished.");
        }

        if (events.Distinct(StringComparer.Ordinal).Count() < events.Count)
        {
            errors.Add("Events names one twice; name each once.");
        }
    }

    private static void CheckHeaders(List<string> errors, IReadOnlyDictionary<string, string>? headers, IReadOnlyCollection<string>? known)
    {
        if (headers is null || headers.Count > MaxHeaders)
        {
            errors.Add(FormattableString.Invariant($"Headers holds {headers?.Count ?? 0} of them; 0 to {MaxHeaders} are allowed, and it is not null."));
            return;
        }

        if (headers.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() < headers.Count)
        {
            errors.Add("Headers has a name twice, but for upper and lower case; give each once.");
        }

        foreach (var (name, value) in headers)
        {
            if (name.Length is 0 or > 128 || name.AsSpan().ContainsAnyExcept(TokenCharacters))
            {
                errors.Add("Headers has a name that is empty, longer than 128 characters or not made of letters, digits and hyphens.");
            }
            else if (Reserved.Contains(name) || name.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase))
            {
                errors.Add($"Headers has '{name}', which the sender sets itself; leave it out.");
            }
            else if (value is null || value.Length > MaxHeaderLength || value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                errors.Add(FormattableString.Invariant($"Headers['{name}'] has more than {MaxHeaderLength} characters, or other than printable ASCII."));
            }
            else if (value == WebhookDefinition.Masked && known?.Contains(name, StringComparer.OrdinalIgnoreCase) == false)
            {
                errors.Add($"Headers['{name}'] is masked, but there is no value to keep; give the value.");
            }
        }
    }
}
