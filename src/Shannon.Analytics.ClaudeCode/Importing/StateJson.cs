using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shannon.Analytics.ClaudeCode.Importing;

/// <summary>The documents of the import as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FilePosition))]
internal sealed partial class StateJson : JsonSerializerContext
{
    internal static string Write(FilePosition position) => JsonSerializer.Serialize(position, Default.FilePosition);

    /// <summary>Null if it is not a position of this release: the file is then read again.</summary>
    internal static FilePosition? Read(string value)
    {
        try
        {
            FilePosition? position = JsonSerializer.Deserialize(value, Default.FilePosition);
            return position is { Format: Importing.FilePosition.CurrentFormat, Offset: >= 0, Carry: not null, Chunks: not null } ? position : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
