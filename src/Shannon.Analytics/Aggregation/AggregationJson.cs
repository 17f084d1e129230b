using System.Text.Json;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Aggregation;

/// <summary>Writes rows of figures as JSON with the specification's keys.</summary>
internal static class AggregationJson
{
    internal static string Write<T>(IReadOnlyList<T> rows, Func<T, AggregateValues> values, Action<Utf8JsonWriter, T> head) => JsonText.Write(writer =>
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

    internal static string WriteMap<T>(IReadOnlyList<T> rows, Func<T, string> key, Func<T, AggregateValues> values) => JsonText.Write(writer =>
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

    internal static void WriteFields(Utf8JsonWriter writer, AggregateValues values)
    {
        foreach (var (name, value) in values)
        {
            JsonText.WriteNumber(writer, name, value);
        }
    }
}
