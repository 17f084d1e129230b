using System.Diagnostics;

namespace Shannon.Analytics.Storage.Encryption;

/// <summary>
/// A master key: 256 random bits with an id, by which encrypted data names it. Nothing is encrypted with it directly; what is derived from it
/// is. Its bytes show up neither in <see cref="ToString"/> nor in any property, message or log. Immutable and thread-safe.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class EncryptionKey
{
    /// <summary>Bytes of a key: 32, for AES-256.</summary>
    public const int Length = 32;

    /// <summary>Most characters of an id: 64.</summary>
    public const int MaxIdLength = 64;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _bytes;

    /// <summary>Takes a copy of a key's bytes.</summary>
    /// <param name="id">Its id, 1 to 64 of the characters <c>a-z A-Z 0-9 . _ -</c>; stored in plain beside what it encrypts. Never reuse one for other bytes.</param>
    /// <param name="bytes">32 bytes from a cryptographic source of randomness.</param>
    /// <exception cref="ArgumentException">The id or the number of bytes is not allowed.</exception>
    public EncryptionKey(string id, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!IsId(id))
        {
            throw new ArgumentException("A key's id has 1 to 64 of the characters a-z, A-Z, 0-9, '.', '_' and '-'.", nameof(id));
        }

        if (bytes.Length != Length)
        {
            throw new ArgumentException($"A key of {bytes.Length} bytes was given; AES-256 takes exactly {Length}.", nameof(bytes));
        }

        Id = id;
        _bytes = bytes.ToArray();
    }

    /// <summary>Its id.</summary>
    public string Id { get; }

    // A method, so that nothing that walks properties comes by it.
    internal ReadOnlySpan<byte> GetBytes() => _bytes;

    /// <summary>The id, never the bytes.</summary>
    public override string ToString() => $"Encryption key '{Id}'";

    internal static bool IsId(string id) =>
        id.Length is > 0 and <= MaxIdLength && id.AsSpan().IndexOfAnyExcept(Allowed) < 0;

    private static readonly System.Buffers.SearchValues<char> Allowed = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
}
