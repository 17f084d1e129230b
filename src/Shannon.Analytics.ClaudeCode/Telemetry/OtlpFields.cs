using System.Globalization;
using System.Text.Json;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.ClaudeCode.Telemetry;

/// <summary>
/// The attributes of one event or data point, and behind them those of its resource. Numbers and truth values may be given as text, as Claude Code does.
/// </summary>
internal sealed class OtlpFields
{
    private readonly Dictionary<string, JsonElement> _own;
    private readonly OtlpFields? _resource;

    private OtlpFields(Dictionary<string, JsonElement> own, OtlpFields? resource)
    {
        _own = own;
        _resource = resource;
    }

    /// <summary>Reads a list of <c>{"key":…,"value":{"stringValue":…}}</c>; what has another form is passed over.</summary>
    internal static OtlpFields Read(JsonElement holder, OtlpFields? resource)
    {
        var own = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (JsonElement attribute in Otlp.Items(holder, "attributes"))
        {
            if (Otlp.Text(attribute, "key") is { } key && Otlp.Member(attribute, "value") is { ValueKind: JsonValueKind.Object } value)
            {
                foreach (JsonProperty only in value.EnumerateObject())
                {
                    own[key] = only.Value;
                    break;
                }
            }
        }

        return new OtlpFields(own, resource);
    }

    internal IEnumerable<KeyValuePair<string, JsonElement>> Own => _own;

    /// <summary>A text that may be stored; null if there is none.</summary>
    internal string? Text(string name, int maximum = MetricLimits.MaxIdLength)
    {
        string? text = Find(name) switch
        {
            { ValueKind: JsonValueKind.String } value => Otlp.TextOf(value),
            { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
            _ => null,
        };
        return text is { Length: > 0 } && text.Length <= maximum && !text.Contains('\0', StringComparison.Ordinal) ? text : null;
    }

    /// <summary>The first of several that is there.</summary>
    internal string? Text(IReadOnlyList<string> names, int maximum = MetricLimits.MaxIdLength) => names.Select(name => Text(name, maximum)).FirstOrDefault(text => text is not null);

    /// <summary>A number; null if there is none, not a number if it is none.</summary>
    internal double? Number(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value => value.TryGetDouble(out double number) ? number : double.NaN,
        { ValueKind: JsonValueKind.String } value => double.TryParse(Otlp.TextOf(value), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN,
        _ => double.NaN,
    };

    /// <summary>True or false; null if it is neither.</summary>
    internal bool? Truth(string name) => Find(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } value => bool.TryParse(Otlp.TextOf(value), out bool truth) ? truth : null,
        _ => null,
    };

    private JsonElement? Find(string name) => _own.TryGetValue(name, out JsonElement value) ? value : _resource?.Find(name);
}
