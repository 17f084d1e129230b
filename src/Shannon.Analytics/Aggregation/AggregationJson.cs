using System.Text;
using System.Text.Json;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Aggregation;

/// <summary>Writes rows of figures as JSON with the specification's keys.</summary>
internal static class AggregationJson
{
    internal static string Write<T>(IReadOnlyList<T> rows, Func<T, AggregateValues> values, Action<Utf8JsonWriter, T> head) => Write(writer =>
    {
        writer.WriteStartArray();
        foreach (T row in rows)
        {
            writer.WriteStartObject();
            head(writer, row);
            WriteFields(writer, values(row));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    internal static string WriteMap<T>(IReadOnlyList<T> rows, Func<T, string> key, Func<T, AggregateValues> values) => Write(writer =>
    {
        writer.WriteStartObject();
        foreach (T row in rows)
        {
            writer.WriteStartObject(key(row));
            WriteFields(writer, values(row));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    });

    internal static string Write(Action<Utf8JsonWriter> body)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            body(writer);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    internal static void WriteFields(Utf8JsonWriter writer, AggregateValues values)
    {
        foreach (var (name, value) in values)
        {
            WriteNumber(writer, name, value);
        }
    }

    /// <summary>An enum's word in snake_case.</summary>
    internal static string Word<T>(T value)
        where T : struct, Enum => JsonFields.WordOf(value);

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
}
