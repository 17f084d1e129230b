using System.Text;
using System.Text.Json;

namespace Shannon.Analytics.ClaudeCode.Ledger;

/// <summary>Writes what sources say as JSON, in the order given, so that equal content is equal text.</summary>
internal static class SourceJson
{
    internal static string Write(List<(string Figure, List<string> Sources)> figures) => Write(writer =>
    {
        foreach (var (figure, sources) in figures)
        {
            writer.WriteStartArray(figure);
            sources.ForEach(writer.WriteStringValue);
            writer.WriteEndArray();
        }
    });

    internal static string Write(List<(string Figure, List<(string Source, double Value)> Values)> figures) => Write(writer =>
    {
        foreach (var (figure, values) in figures)
        {
            writer.WriteStartObject(figure);
            values.ForEach(said => writer.WriteNumber(said.Source, said.Value));
            writer.WriteEndObject();
        }
    });

    private static string Write(Action<Utf8JsonWriter> body)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            body(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
