using System.Security.Cryptography;
using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Storage.Encryption;

namespace Shannon.Analytics.Storage.Auditing;

/// <summary>
/// Hashes entries: SHA-256, or HMAC-SHA256 under a key derived from a master key, over bytes that are the same for the same entry and for no other:
/// every text with its length, details ordered by name.
/// </summary>
internal static class AuditHasher
{
    /// <summary>What stands for the entry before the first.</summary>
    internal static readonly string Genesis = new('0', 64);

    internal static string Hash(long sequence, long timeMicros, AuditEntry entry, string previous, EncryptionKey? key)
    {
        using var bytes = new ByteWriter();
        bytes.WriteBytes("Shannon.Analytics/audit/entry/1"u8);
        bytes.WriteUInt64((ulong)sequence);
        bytes.WriteUInt64((ulong)timeMicros);
        bytes.WriteText(previous);
        bytes.WriteText(key?.Id ?? string.Empty);
        bytes.WriteText(entry.Actor);
        bytes.WriteText(entry.Action);
        bytes.WriteByte(entry.Target is null ? (byte)0 : (byte)1);
        bytes.WriteText(entry.Target ?? string.Empty);
        bytes.WriteVarUInt((ulong)entry.Outcome);
        bytes.WriteVarUInt((ulong)entry.Details.Count);
        foreach (var (name, value) in entry.Details.OrderBy(detail => detail.Key, StringComparer.Ordinal))
        {
            bytes.WriteText(name);
            bytes.WriteByte((byte)value.Kind);
            bytes.WriteUInt64(BitConverter.DoubleToUInt64Bits(value.RawNumber));
            bytes.WriteText(value.Text ?? string.Empty);
        }

        return Finish(bytes.WrittenSpan, key);
    }

    /// <summary>Over the head of the chain, so that who lacks the key cannot make one for a shorter chain.</summary>
    internal static string Head(long sequence, string hash, EncryptionKey? key)
    {
        using var bytes = new ByteWriter();
        bytes.WriteBytes("Shannon.Analytics/audit/head/1"u8);
        bytes.WriteUInt64((ulong)sequence);
        bytes.WriteText(hash);
        bytes.WriteText(key?.Id ?? string.Empty);
        return Finish(bytes.WrittenSpan, key);
    }

    private static string Finish(ReadOnlySpan<byte> bytes, EncryptionKey? key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (key is null)
        {
            SHA256.HashData(bytes, hash);
        }
        else
        {
            Span<byte> derived = stackalloc byte[EncryptionKey.Length];
            KeyDerivation.Derive(key, [], KeyDerivation.Audit, derived);
            HMACSHA256.HashData(derived, bytes, hash);
            CryptographicOperations.ZeroMemory(derived);
        }

        return Convert.ToHexStringLower(hash);
    }
}
