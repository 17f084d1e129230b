using System.Security.Cryptography;
using System.Text.Json;

namespace Shannon.Analytics.Storage.Encryption;

/// <summary>
/// The text of a key file: <c>{"version":1,"current":"id","keys":[{"id":"id","key":"base64"}]}</c>. Errors say what is wrong with the form, never what it holds.
/// </summary>
/// <param name="Current">The key for new data.</param>
/// <param name="Keys">All keys, the current one among them.</param>
internal sealed record KeyFileContent(EncryptionKey Current, IReadOnlyList<EncryptionKey> Keys)
{
    private const int Version = 1;

    internal static KeyFileContent New()
    {
        Span<byte> bytes = stackalloc byte[EncryptionKey.Length];
        RandomNumberGenerator.Fill(bytes);
        var key = new EncryptionKey(RandomNumberGenerator.GetHexString(12, lowercase: true), bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return new KeyFileContent(key, [key]);
    }

    internal byte[] Write()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("current", Current.Id);
            json.WriteStartArray("keys");
            foreach (EncryptionKey key in Keys)
            {
                json.WriteStartObject();
                json.WriteString("id", key.Id);
                json.WriteBase64String("key", key.GetBytes());
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <exception cref="FormatException">The text has another form. The message and its cause quote nothing of it.</exception>
    internal static KeyFileContent Read(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement root = document.RootElement;
            if (root.GetProperty("version").GetInt32() != Version)
            {
                throw new FormatException($"its version is not {Version}");
            }

            string? currentId = root.GetProperty("current").GetString();
            var keys = new List<EncryptionKey>();
            foreach (JsonElement key in root.GetProperty("keys").EnumerateArray())
            {
                keys.Add(new EncryptionKey(key.GetProperty("id").GetString()!, key.GetProperty("key").GetBytesFromBase64()));
            }

            EncryptionKey current = keys.Find(key => string.Equals(key.Id, currentId, StringComparison.Ordinal)) ?? throw new FormatException("its current key is not among its keys");
            return new KeyFileContent(current, keys);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
#pragma warning disable MA0054 // The cause might quote a part of the text.
            throw new FormatException("it is no key file of version 1");
#pragma warning restore MA0054
        }
    }
}
