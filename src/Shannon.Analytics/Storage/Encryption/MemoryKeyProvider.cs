using System.Security.Cryptography;

namespace Shannon.Analytics.Storage.Encryption;

/// <summary>One key that lasts as long as the process: for stores in memory, whose data lasts no longer. Thread-safe.</summary>
internal sealed class MemoryKeyProvider : IKeyProvider
{
    private EncryptionKey? _key;

    public ValueTask<EncryptionKey?> GetCurrentKeyAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(Volatile.Read(ref _key));

    public ValueTask<EncryptionKey?> GetKeyAsync(string id, CancellationToken cancellationToken = default)
    {
        EncryptionKey? key = Volatile.Read(ref _key);
        return ValueTask.FromResult(string.Equals(key?.Id, id, StringComparison.Ordinal) ? key : null);
    }

    public ValueTask<EncryptionKey> CreateKeyAsync(CancellationToken cancellationToken = default)
    {
        Span<byte> bytes = stackalloc byte[EncryptionKey.Length];
        RandomNumberGenerator.Fill(bytes);
        var fresh = new EncryptionKey(RandomNumberGenerator.GetHexString(12, lowercase: true), bytes);
        return ValueTask.FromResult(Interlocked.CompareExchange(ref _key, fresh, null) ?? fresh);
    }
}
