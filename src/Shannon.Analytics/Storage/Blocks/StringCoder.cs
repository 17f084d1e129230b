using System.Runtime.CompilerServices;

namespace Shannon.Analytics.Storage.Blocks;

/// <summary>Gives each distinct string the next code, 0, 1, 2, …; forgets all on <see cref="Clear"/> but keeps its memory. Not thread-safe.</summary>
internal sealed class StringCoder
{
    /// <summary>So many strings more than were met again as the same object, and objects are not looked at any more.</summary>
    private const int MostMisses = 256;

    private readonly List<string> _values = [];
    private readonly List<int> _hashes = [];
    private int[] _slots = new int[16]; // 0 = free, else code + 1
    private (string? Value, int Code)[] _objects = [];
    private string? _last;
    private int _lastCode;
    private int _patience = MostMisses;

    internal int Count => _values.Count;

    internal IReadOnlyList<string> Values => _values;

    internal int CodeOf(string value)
    {
        // Producers repeat the same string object from row to row far more often than not.
        if (ReferenceEquals(value, _last))
        {
            return _lastCode;
        }

        if (_patience == 0)
        {
            return CodeOfText(value);
        }

        // Nor do they make new objects for strings they know: telling objects apart is faster than reading texts.
        if (_objects.Length < _slots.Length)
        {
            _objects = new (string?, int)[_slots.Length];
        }

        ref (string? Value, int Code) place = ref _objects[RuntimeHelpers.GetHashCode(value) & (_objects.Length - 1)];
        if (ReferenceEquals(place.Value, value))
        {
            _patience = Math.Min(_patience + 1, MostMisses);
            (_last, _lastCode) = place;
            return _lastCode;
        }

        _patience--;
        place = (value, CodeOfText(value));
        return place.Code;
    }

    internal void Clear()
    {
        if (_values.Count > 0)
        {
            _values.Clear();
            _hashes.Clear();
            Array.Clear(_slots);
            Array.Clear(_objects);
        }

        _last = null;
        _patience = MostMisses;
    }

    private int CodeOfText(string value)
    {
        int hash = value.GetHashCode(StringComparison.Ordinal);
        int mask = _slots.Length - 1;
        int slot = hash & mask;
        while (_slots[slot] != 0)
        {
            int code = _slots[slot] - 1;
            string known = _values[code];
            if (ReferenceEquals(known, value) || (_hashes[code] == hash && string.Equals(known, value, StringComparison.Ordinal)))
            {
                _last = value;
                _lastCode = code;
                return code;
            }

            slot = (slot + 1) & mask;
        }

        _last = value;
        _lastCode = _values.Count;
        _values.Add(value);
        _hashes.Add(hash);
        _slots[slot] = _values.Count;
        if (_values.Count * 2 > _slots.Length)
        {
            Grow();
        }

        return _lastCode;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        int mask = _slots.Length - 1;
        for (int code = 0; code < _hashes.Count; code++)
        {
            int slot = _hashes[code] & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = code + 1;
        }
    }
}
