using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Shannon.Analytics.Metrics;

/// <summary>
/// A small dictionary in insertion order. It can be filled until the metric that carries it is collected; then it
/// is frozen, so that it can be shared and read from any thread without copying. Filling it is not thread-safe.
/// </summary>
/// <typeparam name="T">What the names stand for.</typeparam>
public abstract class NamedValues<T> : IReadOnlyDictionary<string, T>, IEquatable<NamedValues<T>>
    where T : struct, IEquatable<T>
{
    private string[] _names = [];
    private T[] _values = [];
    private int _count;
    private volatile bool _frozen;

    private protected NamedValues()
    {
    }

    private protected NamedValues(NamedValues<T> original)
    {
        _count = original._count;
        _names = original._names.AsSpan(0, _count).ToArray();
        _values = original._values.AsSpan(0, _count).ToArray();
    }

    private protected NamedValues(string[] names, T[] values)
    {
        _names = names;
        _values = values;
        _count = names.Length;
        _frozen = true;
    }

    /// <inheritdoc/>
    public int Count => _count;

    /// <summary>True once the metric that carries it was collected: it cannot be changed any more.</summary>
    public bool IsFrozen => _frozen;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _names.Take(_count);

    /// <inheritdoc/>
    public IEnumerable<T> Values => _values.Take(_count);

    internal ReadOnlySpan<string> NameSpan => _names.AsSpan(0, _count);

    internal ReadOnlySpan<T> ValueSpan => _values.AsSpan(0, _count);

    /// <summary>Reads or sets the value of a name; setting replaces an earlier value.</summary>
    /// <param name="key">The name, compared ordinally.</param>
    /// <exception cref="KeyNotFoundException">Reading a name that is absent.</exception>
    /// <exception cref="InvalidOperationException">Setting after the metric was collected.</exception>
    public T this[string key]
    {
        get => TryGetValue(key, out T value) ? value : throw new KeyNotFoundException("The name is not present; use TryGetValue or ContainsKey to ask first.");
        set => Set(key, value);
    }

    /// <summary>Adds a name, or replaces its value. Enables collection initialisers.</summary>
    /// <param name="key">The name.</param>
    /// <param name="value">Its value.</param>
    public void Add(string key, T value) => Set(key, value);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        int i = IndexOf(key);
        value = i >= 0 ? _values[i] : default;
        return i >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, T>> GetEnumerator()
    {
        for (int i = 0; i < _count; i++)
        {
            yield return new(_names[i], _values[i]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Equal names with equal values, in any order.</summary>
    /// <param name="other">The other dictionary.</param>
    public bool Equals(NamedValues<T>? other)
    {
        if (other is null || other._count != _count || other.GetType() != GetType())
        {
            return false;
        }

        for (int i = 0; i < _count; i++)
        {
            if (!other.TryGetValue(_names[i], out T value) || !value.Equals(_values[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NamedValues<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = _count;
        for (int i = 0; i < _count; i++)
        {
            hash ^= HashCode.Combine(_names[i], _values[i]);
        }

        return hash;
    }

    internal void Freeze() => _frozen = true;

    private void Set(string name, T value)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_frozen)
        {
            throw new InvalidOperationException("This metric was already collected, so its fields can no longer change. Make a copy with a 'with' expression and change that.");
        }

        int i = IndexOf(name);
        if (i >= 0)
        {
            _values[i] = value;
            return;
        }

        if (_count == _names.Length)
        {
            int capacity = Math.Max(4, _count * 2);
            Array.Resize(ref _names, capacity);
            Array.Resize(ref _values, capacity);
        }

        _names[_count] = name;
        _values[_count++] = value;
    }

    private int IndexOf(string name)
    {
        for (int i = 0; i < _count; i++)
        {
            if (string.Equals(_names[i], name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
