using Shannon.Analytics.Integrations.Webhooks.Persistence;
using Shannon.Analytics.Storage.Encryption;

namespace Shannon.Analytics.Integrations.Webhooks.Delivery;

/// <summary>Encrypts and decrypts the secrets of webhooks, each bound to its webhook and place. Thread-safe.</summary>
internal sealed class WebhookSecrets(SecretBox box)
{
    internal Task<string> EncryptSecretAsync(string id, string secret, CancellationToken cancellationToken) => box.EncryptAsync(SecretPurpose(id), secret, cancellationToken);

    internal Task<string> DecryptSecretAsync(string id, string encrypted, CancellationToken cancellationToken) => box.DecryptAsync(SecretPurpose(id), encrypted, cancellationToken);

    /// <summary>Encrypts header values; those that are masked stay as they are kept.</summary>
    internal async Task<Dictionary<string, string>> EncryptHeadersAsync(string id, IReadOnlyDictionary<string, string> headers, IReadOnlyDictionary<string, string>? kept, CancellationToken cancellationToken)
    {
        var before = new Dictionary<string, string>(kept ?? new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        var encrypted = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers)
        {
            encrypted[name] = value == WebhookDefinition.Masked && before.TryGetValue(name, out string? same)
                ? same
                : await box.EncryptAsync(HeaderPurpose(id, name), value, cancellationToken).ConfigureAwait(false);
        }

        return encrypted;
    }

    internal async Task<Endpoint> OpenAsync(string id, WebhookDocument document, CancellationToken cancellationToken)
    {
        WebhookDefinition definition = document.Definition.ToDefinition();
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in definition.Headers)
        {
            headers[name] = await box.DecryptAsync(HeaderPurpose(id, name), value, cancellationToken).ConfigureAwait(false);
        }

        return new Endpoint
        {
            Url = definition.Url,
            Timeout = definition.Timeout,
            Headers = headers,
            Secret = await DecryptSecretAsync(id, document.Secret, cancellationToken).ConfigureAwait(false),
            PreviousSecret = document.PreviousSecret is { } previous ? await DecryptSecretAsync(id, previous, cancellationToken).ConfigureAwait(false) : null,
            PreviousSecretUntil = document.PreviousSecretUntil,
        };
    }

    private static string SecretPurpose(string id) => $"webhook:{id}:secret";

    private static string HeaderPurpose(string id, string name) => $"webhook:{id}:header:{name.ToLowerInvariant()}";
}
