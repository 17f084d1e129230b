using System.Globalization;
using System.Text.Json;

namespace Shannon.Analytics.Metrics;

/// <summary>
/// The value of one attribute: text, a number, a boolean, or a JSON object or array. Immutable and thread-safe.
/// Converts implicitly from <see cref="string"/>, <see cref="double"/>, <see cref="long"/>, <see cref="int"/> and <see cref="bool"/>.
/// </summary>
public readonly struct AttributeValue : IEquatable<AttributeValue>
{
    private readonly string? _text;
    private readonly double _number;

    private AttributeValue(AttributeKind kind, string? text, double number)
    {
        Kind = kind;
        _text = text;
        _number = number;
    }

    /// <summary>What this value holds; <see cref="AttributeKind.None"/> for <c>default</c>.</summary>
    public AttributeKind Kind { get; }

    /// <summary>The text or JSON text, or <see langword="null"/> for other kinds.</summary>
    public string? Text => _text;

    /// <summary>The number, or <see langword="null"/> for other kinds.</summary>
    public double? Number => Kind == AttributeKind.Number ? _number : null;

    /// <summary>The boolean, or <see langword="null"/> for other kinds.</summary>
    public bool? Boolean => Kind == AttributeKind.Boolean ? _number != 0 : null;

    internal double RawNumber => _number;

    /// <summary>Makes a text value; <see langword="null"/> gives a value of kind <see cref="AttributeKind.None"/>, which is not stored.</summary>
    /// <param name="text">Any text up to <see cref="MetricLimits.MaxAttributeLength"/>.</param>
    public static AttributeValue Of(string? text) => text is null ? default : new(AttributeKind.Text, text, 0);

    /// <summary>Makes a number.</summary>
    /// <param name="number">A finite number; others are refused when the metric is collected.</param>
    public static AttributeValue Of(double number) => new(AttributeKind.Number, null, number);

    /// <summary>Makes a boolean.</summary>
    /// <param name="value">The boolean.</param>
    public static AttributeValue Of(bool value) => new(AttributeKind.Boolean, null, value ? 1 : 0);

    /// <summary>Makes a value from JSON: strings, numbers and booleans become their own kind, objects and arrays are kept as compact JSON, null is none.</summary>
    /// <param name="json">JSON text.</param>
    /// <exception cref="JsonException">The text is not valid JSON.</exception>
    public static AttributeValue FromJson(string json)
    {
        using var document = JsonDocument.Parse(json);
        return FromJson(document.RootElement);
    }

    /// <summary>Makes a value from a JSON element, as <see cref="FromJson(string)"/> does.</summary>
    /// <param name="element">The element; it may be disposed afterwards.</param>
    /// <exception cref="JsonException">A text in it escapes half of a surrogate pair.</exception>
    public static AttributeValue FromJson(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Of(TextOf(element) ?? throw HalfPair()),
        JsonValueKind.Number => Of(element.GetDouble()),
        JsonValueKind.True => Of(true),
        JsonValueKind.False => Of(false),
        JsonValueKind.Object or JsonValueKind.Array => new(AttributeKind.Json, Compact(element), 0),
        _ => default,
    };

    /// <summary>Converts text.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator AttributeValue(string? text) => Of(text);

    /// <summary>Converts a number.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator AttributeValue(double number) => Of(number);

    /// <summary>Converts a whole number; beyond 2^53 the nearest double is kept.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator AttributeValue(long number) => Of((double)number);

    /// <summary>Converts a whole number.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator AttributeValue(int number) => Of((double)number);

    /// <summary>Converts a boolean.</summary>
    /// <param name="value">The boolean.</param>
    public static implicit operator AttributeValue(bool value) => Of(value);

    /// <summary>Equal kind and equal content; numbers by their bits.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(AttributeValue left, AttributeValue right) => left.Equals(right);

    /// <summary>The opposite of equality.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(AttributeValue left, AttributeValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(AttributeValue other) =>
        Kind == other.Kind
        && BitConverter.DoubleToInt64Bits(_number) == BitConverter.DoubleToInt64Bits(other._number)
        && string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AttributeValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        _text is null ? HashCode.Combine(Kind, BitConverter.DoubleToInt64Bits(_number)) : _text.GetHashCode(StringComparison.Ordinal) ^ (int)Kind;

    /// <summary>The text, the invariant number, <c>true</c>/<c>false</c>, the JSON, or an empty string.</summary>
    public override string ToString() => Kind switch
    {
        AttributeKind.Number => _number.ToString("R", CultureInfo.InvariantCulture),
        AttributeKind.Boolean => _number != 0 ? "true" : "false",
        _ => _text ?? string.Empty,
    };

    /// <summary>The text of a JSON string; null if it escapes half of a surrogate pair, which is well-formed JSON but no text.</summary>
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

    internal static AttributeValue OfStored(AttributeKind kind, string? text, double number) => new(kind, text, number);

    internal void WriteTo(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case AttributeKind.Number:
                if (double.IsFinite(_number))
                {
                    writer.WriteNumberValue(_number);
                }
                else
                {
                    writer.WriteNullValue();
                }

                break;
            case AttributeKind.Boolean:
                writer.WriteBooleanValue(_number != 0);
                break;
            case AttributeKind.Json:
                writer.WriteRawValue(_text!);
                break;
            case AttributeKind.Text:
                writer.WriteStringValue(_text);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static JsonException HalfPair() => new("The JSON escapes half of a surrogate pair, which is no text. Remove it.");

    private static string Compact(JsonElement element)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            try
            {
                element.WriteTo(writer);
            }
            catch (InvalidOperationException)
            {
                throw HalfPair();
            }
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
