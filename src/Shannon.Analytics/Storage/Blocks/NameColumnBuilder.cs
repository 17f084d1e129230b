using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;

namespace Shannon.Analytics.Storage.Blocks;

/// <summary>Collects the metric name of every row. Not thread-safe.</summary>
internal sealed class NameColumnBuilder
{
    private readonly Dictionary<MetricName, int> _codeOf = [];
    private readonly List<MetricName> _dictionary = [];
    private int[] _codes = [];
    private int _count;
    private MetricName _last;
    private int _lastCode;

    internal IReadOnlyList<MetricName> Dictionary => _dictionary;

    internal void Add(MetricCategory category, string name)
    {
        Ensure(_count + 1);
        _codes[_count++] = CodeOf(category, name);
    }

    internal void AddRange(MetricCategory category, TextValues names, int from, int count)
    {
        Ensure(_count + count);
        if (names.Codes is { } codes)
        {
            int[] map = new int[names.Dictionary!.Length];
            for (int i = 0; i < count; i++)
            {
                int code = codes[from + i];
                if (map[code] == 0)
                {
                    map[code] = CodeOf(category, names.Dictionary[code]!) + 1;
                }

                _codes[_count++] = map[code] - 1;
            }
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                _codes[_count++] = CodeOf(category, names.At(from + i)!);
            }
        }
    }

    internal MetricName At(int row) => _dictionary[_codes[row]];

    internal void Compact(ReadOnlySpan<int> newRows)
    {
        MetricName[] values = [.. _dictionary];
        int count = _count;
        Clear();
        for (int i = 0; i < count; i++)
        {
            if (newRows[i] >= 0)
            {
                MetricName name = values[_codes[i]];
                _codes[_count++] = CodeOf(name.Category, name.Name);
            }
        }
    }

    internal void Clear()
    {
        _count = 0;
        _codeOf.Clear();
        _dictionary.Clear();
        _last = default;
    }

    internal void EncodeCodes(ByteWriter writer) => CodeColumn.Encode(_codes.AsSpan(0, _count), Math.Max(_dictionary.Count, 1), writer);

    private int CodeOf(MetricCategory category, string name)
    {
        if (ReferenceEquals(name, _last.Name) && category == _last.Category)
        {
            return _lastCode;
        }

        var key = new MetricName(category, name);
        if (!_codeOf.TryGetValue(key, out int code))
        {
            code = _dictionary.Count;
            _codeOf.Add(key, code);
            _dictionary.Add(key);
        }

        _last = key;
        _lastCode = code;
        return code;
    }

    private void Ensure(int capacity)
    {
        if (capacity > _codes.Length)
        {
            Array.Resize(ref _codes, Math.Max(capacity, Math.Max(16, _codes.Length * 2)));
        }
    }
}
