using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Integrations.Webhooks;

/// <summary>
/// Tells other systems what happens, by the Standard Webhooks specification: signed, at least once, with one id for all attempts. Events are kept in
/// the transaction of their cause and sent in the background by one of the processes over a store. Whatever changes a webhook is audited and touches no
/// network. Thread-safe.
/// </summary>
public interface IWebhooks
{
    /// <summary>Makes a webhook; it is sent what happens from now on.</summary>
    /// <param name="definition">What it does.</param>
    /// <param name="cancellationToken">Withdraws it if the store has not taken it yet.</param>
    /// <exception cref="InvalidOptionsException">The definition is invalid; everything wrong with it is named.</exception>
    /// <exception cref="InvalidOperationException">There are 100 webhooks, the most there may be.</exception>
    Task<Webhook> CreateAsync(WebhookDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>Finds a webhook.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The webhook, or <see langword="null"/>.</returns>
    Task<Webhook?> GetAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>All webhooks, oldest first.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Changes a webhook. Headers given as <see cref="WebhookDefinition.Masked"/> and a secret of <see langword="null"/> stay as they are.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="definition">What it does from now on.</param>
    /// <param name="cancellationToken">Withdraws the change if the store has not taken it yet.</param>
    /// <exception cref="KeyNotFoundException">There is no such webhook.</exception>
    /// <exception cref="InvalidOptionsException">The definition is invalid; everything wrong with it is named.</exception>
    Task<Webhook> UpdateAsync(string id, WebhookDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>Enables or disables a webhook. Events that come for a disabled one, and those that waited, go to its dead letters.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="isEnabled">Whether events are sent.</param>
    /// <param name="cancellationToken">Withdraws the change if the store has not taken it yet.</param>
    /// <exception cref="KeyNotFoundException">There is no such webhook.</exception>
    Task<Webhook> EnableAsync(string id, bool isEnabled = true, CancellationToken cancellationToken = default);

    /// <summary>Deletes a webhook with its delivery log and its dead letters.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Withdraws the request if the store has not taken it yet.</param>
    /// <returns><see langword="false"/> if there was none.</returns>
    Task<bool> DeleteAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>The secret that a webhook signs with, for whoever sets the receiver up. Audited.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KeyNotFoundException">There is no such webhook.</exception>
    /// <exception cref="EncryptionKeyException">The key it is encrypted with cannot be had.</exception>
    Task<string> GetSecretAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Gives a webhook a new secret. For a while messages are signed with both, so that the receiver can change over without losing any.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="overlap">For how long, 0 to 30 days.</param>
    /// <param name="cancellationToken">Withdraws the change if the store has not taken it yet.</param>
    /// <returns>The new secret.</returns>
    /// <exception cref="KeyNotFoundException">There is no such webhook.</exception>
    Task<string> RotateSecretAsync(string id, TimeSpan overlap, CancellationToken cancellationToken = default);

    /// <summary>Sends an event of the type <c>webhook.test</c> now, once, also if the webhook is disabled.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How it went.</returns>
    /// <exception cref="KeyNotFoundException">There is no such webhook.</exception>
    Task<WebhookDelivery> TestAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Tells all webhooks that ask for it something of the host's own. Kept when this returns, sent soon after.</summary>
    /// <param name="webhookEvent">The event.</param>
    /// <param name="cancellationToken">Withdraws it if the store has not taken it yet.</param>
    /// <returns>Its id, as the endpoints see it.</returns>
    /// <exception cref="ArgumentException">The type is not allowed, or the data no JSON object or too large.</exception>
    Task<string> PublishAsync(WebhookEvent webhookEvent, CancellationToken cancellationToken = default);

    /// <summary>How a webhook fares.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KeyNotFoundException">There is no such webhook.</exception>
    Task<WebhookStatus> GetStatusAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>The latest attempts of a webhook, newest first; at least the last 1,000 are kept.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="limit">At most this many, 1 to 2,000; 100 by default.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<WebhookDelivery>> ListDeliveriesAsync(string id, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>The events that a webhook gave up, oldest first.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<WebhookDeadLetter>> ListDeadLettersAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Sends dead letters again, under their old ids, with as many attempts as new events have.</summary>
    /// <param name="id">The webhook's id.</param>
    /// <param name="eventId">Which one; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Stops; what is taken up again by then stays so.</param>
    /// <returns>How many were taken up again.</returns>
    /// <exception cref="KeyNotFoundException">There is no such webhook.</exception>
    Task<int> RedeliverAsync(string id, string? eventId = null, CancellationToken cancellationToken = default);
}
