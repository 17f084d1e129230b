using System.Buffers;
using System.Text;
using System.Text.Json;
using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Metrics;

/// <summary>
/// Metrics as JSON with snake_case keys, at the edges of the library: import, export, HTTP. Accepts the usual aliases
/// (<c>user</c> = <c>user_id</c>, <c>project</c> = <c>cwd</c> = <c>project_path</c>, <c>cost</c> = <c>cost_estimate</c> =
/// <c>cost_usd</c> = <c>total_cost_usd</c>, <c>input_tokens</c> = <c>prompt_tokens</c>, <c>output_tokens</c> = <c>completion_tokens</c>,
/// <c>duration_ms</c> as the value of a response time). Unknown keys are kept as attributes, never refused. Thread-safe.
/// </summary>
public static class MetricJson
{
    // An attribute may hold JSON as deep as the default allows, and stands two levels down.
    internal static readonly JsonDocumentOptions Options = new() { MaxDepth = 128 };

    /// <summary>Reads one metric.</summary>
    /// <param name="json">One JSON object.</param>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="MetricValidationException">The JSON is not an object, or a field has the wrong type; the message names it.</exception>
    public static MetricInput Parse(string json)
    {
        using var document = JsonDocument.Parse(json, Options);
        return Parse(document.RootElement);
    }

    /// <summary>Reads one metric.</summary>
    /// <param name="element">One JSON object; it may be disposed afterwards.</param>
    /// <exception cref="MetricValidationException">The JSON is not an object, or a field has the wrong type; the message names it.</exception>
    public static MetricInput Parse(JsonElement element) => new MetricJsonReader(element).Read();

    /// <summary>Reads a list of metrics.</summary>
    /// <param name="json">A JSON array of objects.</param>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="MetricValidationException">The JSON is not an array, or an entry is wrong; the message names entry and field.</exception>
    public static IReadOnlyList<MetricInput> ParseList(string json)
    {
        using var document = JsonDocument.Parse(json, Options);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw new MetricValidationException("$", $"is a JSON {document.RootElement.ValueKind}; an array of metrics is needed. Use Parse for a single object.");
        }

        var metrics = new List<MetricInput>(document.RootElement.GetArrayLength());
        foreach (JsonElement element in document.RootElement.EnumerateArray())
        {
            try
            {
                metrics.Add(Parse(element));
            }
            catch (MetricValidationException error)
            {
                throw new MetricValidationException(error.Field, error.Problem, metrics.Count);
            }
        }

        return metrics;
    }

    internal static string Write(MetricInput metric) => ToText(writer => MetricJsonWriter.Write(writer, metric));

    internal static string Write(MetricRecord record) => ToText(writer => MetricJsonWriter.Write(writer, record));

    /// <summary>The text that <paramref name="write"/> writes.</summary>
    internal static string ToText(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
