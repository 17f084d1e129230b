using System.Globalization;
using System.Text.Json;

namespace Shannon.Analytics.ClaudeCode.Telemetry;

/// <summary>Reads the members of OTLP in JSON. Names may be written in camel case, as the standard has it, or with underscores; long numbers as text.</summary>
internal static class Otlp
{
    internal static JsonElement? Member(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && (holder.TryGetProperty(name, out JsonElement member) || holder.TryGetProperty(Underscored(name), out member)) ? member : null;

    /// <summary>The objects in a list; none if there is no list.</summary>
    internal static IEnumerable<JsonElement> Items(JsonElement holder, string name)
    {
        if (Member(holder, name) is { ValueKind: JsonValueKind.Array } list)
        {
            foreach (JsonElement item in list.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.Object)
                {
                    yield return item;
                }
            }
        }
    }

    internal static string? Text(JsonElement holder, string name) => Member(holder, name) is { ValueKind: JsonValueKind.String } text ? TextOf(text) : null;

    /// <summary>Nanoseconds since 1970 as microseconds; null if there are none, or 0.</summary>
    internal static long? Micros(JsonElement holder, string name)
    {
        ulong nanos = Member(holder, name) switch
        {
            { ValueKind: JsonValueKind.String } text => ulong.TryParse(TextOf(text), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : 0,
            { ValueKind: JsonValueKind.Number } value => value.TryGetUInt64(out ulong number) ? number : 0,
            _ => 0,
        };
        return nanos == 0 ? null : (long)(nanos / 1000);
    }

    /// <summary>The text; null if it is no sound one, such as half of a surrogate pair.</summary>
    internal static string? TextOf(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Underscored(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterUpper(letter) ? "_" + char.ToLowerInvariant(letter) : letter.ToString()));
}
