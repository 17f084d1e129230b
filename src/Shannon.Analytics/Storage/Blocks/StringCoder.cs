namespace Shannon.Analytics.Storage.Blocks;

/// <summary>Gives each distinct string the next code, 0, 1, 2, …; forgets all on <see cref="Clear"/> but keeps its memory. Not thread-safe.</summary>
internal sealed class StringCoder
{
    private readonly List<string> _values = [];
    private readonly List<int> _hashes = [];
    private int[] _slots = new int[16]; // 0 = free, else code + 1
    private string? _last;
    private int _lastCode;

    internal int Count => _values.Count;

    internal IReadOnlyList<string> Values => _values;

    internal int CodeOf(string value)
    {
        // Producers repeat the same string object from row to row far more often than not.
        if (ReferenceEquals(value, _last))
        {
            return _lastCode;
        }

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

    internal void Clear()
    {
        if (_values.Count > 0)
        {
            _values.Clear();
            _hashes.Clear();
            Array.Clear(_slots);
        }

        _last = null;
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
