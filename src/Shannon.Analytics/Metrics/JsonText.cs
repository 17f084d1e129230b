using System.Text;
using System.Text.Json;

namespace Shannon.Analytics.Metrics;

/// <summary>Writes results as JSON: undefined numbers as null, the members of enums as words in snake_case.</summary>
internal static class JsonText
{
    internal static string Write(Action<Utf8JsonWriter> body)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            body(writer);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    internal static void WriteNumber(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    /// <summary>An enum's word in snake_case.</summary>
    internal static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
