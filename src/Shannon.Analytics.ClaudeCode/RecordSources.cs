using System.Text.Json;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.ClaudeCode;

/// <summary>
/// Which sources a record comes from, figure by figure. The same request is seen live, in a transcript and by OpenTelemetry, and is one record; this tells what
/// each of them contributed, and where they differ. Immutable and thread-safe.
/// </summary>
public sealed class RecordSources
{
    private readonly Dictionary<string, string[]> _agreeing = new(StringComparer.Ordinal);

    private RecordSources(AttributeSet attributes)
    {
        Sources = attributes.TryGetValue(RecordSourceNames.Sources, out AttributeValue sources) && sources.Text is { Length: > 0 } words ? words.Split('+') : [];
        if (JsonOf(attributes, RecordSourceNames.FigureSources) is { } agreeing)
        {
            foreach (JsonProperty figure in agreeing.EnumerateObject())
            {
                _agreeing[figure.Name] = [.. figure.Value.EnumerateArray().Select(source => source.GetString() ?? string.Empty)];
            }
        }

        if (JsonOf(attributes, RecordSourceNames.Differences) is { } differing)
        {
            Differences = [.. differing.EnumerateObject().SelectMany(figure => figure.Value.EnumerateObject().Select(source => new SourceDifference(figure.Name, source.Name, source.Value.GetDouble())))];
        }
    }

    /// <summary>The sources that told of the record, as <see cref="RecordSourceNames"/> spells them; empty for a record of another origin.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>What sources say that differs from what counts; empty if all agree.</summary>
    public IReadOnlyList<SourceDifference> Differences { get; } = [];

    /// <summary>Reads them from a record.</summary>
    /// <param name="record">A record.</param>
    /// <exception cref="JsonException">The record's attributes of these names are of another origin.</exception>
    public static RecordSources Of(MetricRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new RecordSources(record.Attributes);
    }

    /// <summary>The sources that say just the value that counts.</summary>
    /// <param name="figure">The measurement, such as <c>completion_tokens</c>; or <c>cost</c> or <c>success</c>.</param>
    /// <returns>The sources, <c>computed</c> among them for a cost; empty if no source says it, as for a computed cost or a sum.</returns>
    public IReadOnlyList<string> SourcesOf(string figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return Sources.Count == 1 ? Sources : Agreeing(figure);
    }

    internal static RecordSources Of(AttributeSet attributes) => new(attributes);

    internal string[] Agreeing(string figure) => _agreeing.GetValueOrDefault(figure) ?? [];

    private static JsonElement? JsonOf(AttributeSet attributes, string name)
    {
        if (!attributes.TryGetValue(name, out AttributeValue value) || value.Kind != AttributeKind.Json)
        {
            return null;
        }

        using var document = JsonDocument.Parse(value.Text!);
        return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
    }
}
