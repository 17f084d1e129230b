using System.Text.Json;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage.Encryption;

namespace Shannon.Analytics.Storage.Auditing;

/// <summary>
/// The end of the chain, kept as a document apart from the log: a log that was cut off no longer reaches it. Its version is what keeps two writers
/// from appending to the same entry.
/// </summary>
internal sealed record AuditHead(long Sequence, string Hash, string? KeyId, string Seal, long Version)
{
    /// <summary>The head of a log without entries.</summary>
    internal static AuditHead None { get; } = new(0, AuditHasher.Genesis, null, string.Empty, 0);

    internal bool IsSealedBy(EncryptionKey? key) => string.Equals(Seal, AuditHasher.Head(Sequence, Hash, key), StringComparison.Ordinal);

    internal static string Write(long sequence, string hash, EncryptionKey? key)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("sequence", sequence);
            json.WriteString("hash", hash);
            json.WriteString("key", key?.Id);
            json.WriteString("seal", AuditHasher.Head(sequence, hash, key));
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    internal static AuditHead Read(StateEntry? entry)
    {
        if (entry is null)
        {
            return None;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(entry.Value);
            JsonElement root = document.RootElement;
            return new AuditHead(
                root.GetProperty("sequence").GetInt64(),
                root.GetProperty("hash").GetString() ?? string.Empty,
                root.GetProperty("key").GetString(),
                root.GetProperty("seal").GetString() ?? string.Empty,
                entry.Version);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new StoreCorruptException("The head of the audit log cannot be read: it was changed. Restore the file from a backup.", error);
        }
    }
}
