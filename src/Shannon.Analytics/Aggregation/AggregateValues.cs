using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Shannon.Analytics.Aggregation;

/// <summary>Figures by name, such as <c>avg</c> or <c>response_time_p95</c>, in the order asked for; <see langword="null"/> where undefined, never NaN. Immutable.</summary>
public sealed class AggregateValues : IReadOnlyDictionary<string, double?>
{
    private readonly string[] _names;
    private readonly double?[] _values;

    internal AggregateValues(string[] names, double?[] values)
    {
        _names = names;
        _values = values;
    }

    /// <inheritdoc/>
    public int Count => _names.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _names;

    /// <inheritdoc/>
    public IEnumerable<double?> Values => _values;

    /// <summary>A figure by name.</summary>
    /// <param name="key">Its name, compared ordinally.</param>
    /// <exception cref="KeyNotFoundException">It was not asked for.</exception>
    public double? this[string key] => TryGetValue(key, out double? value)
        ? value
        : throw new KeyNotFoundException($"There is no figure of this name; there are {string.Join(", ", _names)}.");

    /// <inheritdoc/>
    public bool ContainsKey(string key) => Array.IndexOf(_names, key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double? value)
    {
        int index = Array.IndexOf(_names, key);
        value = index < 0 ? null : _values[index];
        return index >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double?>> GetEnumerator()
    {
        for (int i = 0; i < _names.Length; i++)
        {
            yield return new(_names[i], _values[i]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
