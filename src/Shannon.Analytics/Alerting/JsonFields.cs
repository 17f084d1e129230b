using System.Text.Json;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting;

/// <summary>Reads the fields of a JSON object by name, and remembers all that is wrong, so that it is said at once. Not thread-safe.</summary>
internal sealed class JsonFields
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<JsonFields> _inner = [];
    private readonly List<string> _errors;
    private readonly string _path;
    private readonly string _type;

    internal JsonFields(JsonElement element, string type)
        : this(element, type, string.Empty, [])
    {
    }

    private JsonFields(JsonElement element, string type, string path, List<string> errors)
    {
        (_type, _path, _errors) = (type, path, errors);
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException($"A JSON object is expected{(path.Length == 0 ? string.Empty : " for " + path.TrimEnd('.'))}, not {element.ValueKind}.");
        }

        foreach (JsonProperty field in element.EnumerateObject())
        {
            _fields[field.Name] = field.Value;
        }
    }

    internal string Missing(string name)
    {
        _errors.Add($"{_path}{name} is missing; it is needed.");
        return string.Empty;
    }

    internal void Wrong(string name, string problem) => _errors.Add($"{_path}{name} {problem}.");

    internal string? Text(string name) => Get(name, JsonValueKind.String, "a text") is { } field ? AttributeValue.TextOf(field) : null;

    internal double? Number(string name) => Get(name, JsonValueKind.Number, "a number")?.GetDouble();

    internal decimal? Decimal(string name)
    {
        if (Get(name, JsonValueKind.Number, "a number") is not { } field)
        {
            return null;
        }

        if (field.TryGetDecimal(out decimal value))
        {
            return value;
        }

        Wrong(name, "is out of range");
        return null;
    }

    internal int? Integer(string name)
    {
        if (Get(name, JsonValueKind.Number, "a whole number") is not { } field)
        {
            return null;
        }

        if (field.TryGetInt32(out int value))
        {
            return value;
        }

        Wrong(name, "is not a whole number in range");
        return null;
    }

    /// <summary>A duration in seconds, to the microsecond.</summary>
    internal TimeSpan? Seconds(string name)
    {
        if (Number(name) is not { } seconds)
        {
            return null;
        }

        if (Math.Abs(seconds) <= TimeSpan.MaxValue.TotalSeconds / 2)
        {
            return TimeSpan.FromMicroseconds(Math.Round(seconds * 1e6));
        }

        Wrong(name, "is out of range");
        return null;
    }

    internal bool? Flag(string name) => Get(name, null, "true or false") is { } field ? field.ValueKind == JsonValueKind.True : null;

    internal DateTimeOffset? Time(string name)
    {
        if (Get(name, JsonValueKind.String, "a time in ISO 8601") is not { } field)
        {
            return null;
        }

        if (field.TryGetDateTimeOffset(out DateTimeOffset time))
        {
            return time.ToUniversalTime();
        }

        Wrong(name, "is no time in ISO 8601");
        return null;
    }

    internal T? Word<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } word)
        {
            return null;
        }

        foreach (T value in Enum.GetValues<T>())
        {
            if (string.Equals(JsonText.Word(value), word, StringComparison.Ordinal))
            {
                return value;
            }
        }

        Wrong(name, $"is none of {string.Join(", ", Enum.GetValues<T>().Select(JsonText.Word))}");
        return null;
    }

    internal IReadOnlyList<string>? Texts(string name) =>
        Get(name, JsonValueKind.Array, "a list of texts") is { } list ? [.. list.EnumerateArray().Select((item, i) => TextOf(name, i, item))] : null;

    internal JsonFields? Object(string name) => Get(name, JsonValueKind.Object, "an object") is { } field ? Inner(field, name) : null;

    internal IReadOnlyList<JsonFields> Objects(string name) =>
        Get(name, JsonValueKind.Array, "a list of objects") is { } list ? [.. list.EnumerateArray().Select((item, i) => Inner(item, FormattableString.Invariant($"{name}[{i}]")))] : [];

    internal IReadOnlyDictionary<string, string>? Map(string name)
    {
        if (Object(name) is not { } fields)
        {
            return null;
        }

        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string key in fields._fields.Keys)
        {
            map[key] = fields.Text(key) ?? string.Empty;
        }

        return map;
    }

    internal AttributeSet? Attributes(string name)
    {
        if (Object(name) is not { } fields)
        {
            return null;
        }

        var set = new AttributeSet();
        foreach (var (key, value) in fields._fields)
        {
            fields._known.Add(key);
            set[key] = AttributeValue.FromJson(value);
        }

        return set;
    }

    /// <exception cref="InvalidOptionsException">Something was wrong, or a field was never asked for.</exception>
    internal void ThrowIfWrong()
    {
        AddUnknown();
        OptionChecks.ThrowIfAny(_type, _errors);
    }

    private void AddUnknown()
    {
        foreach (string name in _fields.Keys.Where(name => !_known.Contains(name)))
        {
            _errors.Add($"{_path}{name} is not a key that is known here; allowed are {string.Join(", ", _known.Order(StringComparer.Ordinal))}.");
        }

        _inner.ForEach(fields => fields.AddUnknown());
    }

    private JsonFields Inner(JsonElement element, string name)
    {
        var fields = new JsonFields(element, _type, $"{_path}{name}.", _errors);
        _inner.Add(fields);
        return fields;
    }

    private string TextOf(string name, int index, JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.String && AttributeValue.TextOf(item) is { } text)
        {
            return text;
        }

        Wrong(FormattableString.Invariant($"{name}[{index}]"), "is not a text");
        return string.Empty;
    }

    // Null is as good as absent. Without a kind, true or false is meant.
    private JsonElement? Get(string name, JsonValueKind? kind, string expected)
    {
        _known.Add(name);
        if (!_fields.TryGetValue(name, out JsonElement field) || field.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (kind is { } one ? field.ValueKind == one : field.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return field;
        }

        Wrong(name, $"is not {expected}");
        return null;
    }
}
