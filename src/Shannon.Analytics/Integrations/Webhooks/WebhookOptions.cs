using System.Net;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Integrations.Webhooks.Guarding;

namespace Shannon.Analytics.Integrations.Webhooks;

/// <summary>
/// What webhooks may reach: the host decides, not whoever defines webhooks. By default only public addresses over <c>https</c>. Immutable. Of several
/// engines over one store object the first one's count.
/// </summary>
public sealed record WebhookOptions
{
    /// <summary>
    /// Networks that may be reached though they are not public, such as <c>127.0.0.0/8</c> for tests or <c>10.1.0.0/16</c> for an intranet. None by default.
    /// </summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>Whether plain <c>http</c> may be used. False by default: anyone on the way could read and change what is sent.</summary>
    public bool AllowsPlainHttp { get; init; }

    /// <summary>How names are resolved and connections opened; tests record.</summary>
    internal IWebhookNetwork Network { get; init; } = new SystemNetwork();

    /// <summary>Throws unless all options are in range.</summary>
    /// <exception cref="InvalidOptionsException">Options are out of range; all of them are named.</exception>
    public void Validate()
    {
        var errors = new List<string>();
        OptionChecks.NotNull(errors, nameof(AllowedNetworks), AllowedNetworks);
        OptionChecks.ThrowIfAny(nameof(WebhookOptions), errors);
    }
}
