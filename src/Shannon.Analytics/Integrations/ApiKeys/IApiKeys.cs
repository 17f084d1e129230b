using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Integrations.ApiKeys;

/// <summary>Keys with which other systems call a host's interface to the analytics. Whatever changes a key is audited. Thread-safe.</summary>
public interface IApiKeys
{
    /// <summary>Makes a key.</summary>
    /// <param name="definition">What it is for.</param>
    /// <param name="cancellationToken">Withdraws it if the store has not taken it yet.</param>
    /// <returns>The key, shown this once.</returns>
    /// <exception cref="InvalidOptionsException">The definition is invalid; everything wrong with it is named.</exception>
    /// <exception cref="EncryptionKeyException">The key under which keys are hashed cannot be had.</exception>
    Task<NewApiKey> CreateAsync(ApiKeyDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>Finds a key.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The key, or <see langword="null"/>.</returns>
    Task<ApiKey?> GetAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>All keys, oldest first, revoked ones too.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Changes what a key is for; the key itself stays.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="definition">What it is for from now on.</param>
    /// <param name="cancellationToken">Withdraws the change if the store has not taken it yet.</param>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    /// <exception cref="InvalidOperationException">It is revoked.</exception>
    /// <exception cref="InvalidOptionsException">The definition is invalid; everything wrong with it is named.</exception>
    Task<ApiKey> UpdateAsync(string id, ApiKeyDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>Enables or disables a key.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="isEnabled">Whether it is accepted.</param>
    /// <param name="cancellationToken">Withdraws the change if the store has not taken it yet.</param>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    /// <exception cref="InvalidOperationException">It is revoked.</exception>
    Task<ApiKey> EnableAsync(string id, bool isEnabled = true, CancellationToken cancellationToken = default);

    /// <summary>Replaces the key itself; all else stays. For a while both are accepted, so that whoever uses it can change over.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="overlap">For how long the old one is accepted, 0 to 30 days. One that was replaced before is refused from now on.</param>
    /// <param name="cancellationToken">Withdraws the change if the store has not taken it yet.</param>
    /// <returns>The new key, shown this once.</returns>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    /// <exception cref="InvalidOperationException">It is revoked.</exception>
    Task<NewApiKey> RotateAsync(string id, TimeSpan overlap, CancellationToken cancellationToken = default);

    /// <summary>Refuses a key from now on, for good. It stays in the list. Revoking it again does nothing.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Withdraws the change if the store has not taken it yet.</param>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    Task<ApiKey> RevokeAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Deletes a key, which refuses it as well.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Withdraws the request if the store has not taken it yet.</param>
    /// <returns><see langword="false"/> if there was none.</returns>
    Task<bool> DeleteAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Whether whoever shows a key may make a call, which counts against its limit if so. Changes of a key by any process take effect at once. Whatever
    /// is wrong with a key, the answer is the same, and the time it takes does not depend on how much of the key is right. The limit holds for
    /// any hour, over restarts and for all processes together; a slot of it is taken for a minute at least, and a crash loses up to 1 % of it.
    /// </summary>
    /// <param name="key">What was shown; anything.</param>
    /// <param name="permission">What the call needs, such as <c>read:metrics</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">The permission is none.</exception>
    /// <exception cref="StoreException">The store cannot be read or written: let nobody in.</exception>
    Task<ApiKeyDecision> AuthorizeAsync(string? key, string permission, CancellationToken cancellationToken = default);
}
