namespace Shannon.Analytics.Integrations.ApiKeys;

/// <summary>What is kept of one key itself.</summary>
/// <param name="MasterKeyId">Of the master key that the hash needs.</param>
/// <param name="Salt">Random; of the key that is derived from the master key.</param>
/// <param name="Hash">HMAC-SHA256 of the key under the derived key.</param>
/// <param name="ValidUntil">For one that was replaced; null for the present one.</param>
internal sealed record KeySecret(string MasterKeyId, byte[] Salt, byte[] Hash, DateTimeOffset? ValidUntil);
