using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage.Blocks;

/// <summary>Collects values of differing kinds. Not thread-safe.</summary>
internal sealed class MixedColumnBuilder
{
    private const int Kinds = 5;
    private readonly List<AttributeValue> _values = [];
    private SparseRows _rows;

    internal int Count => _rows.Count;

    internal void Add(int row, AttributeValue value)
    {
        _values.Add(value);
        _rows.Add(row);
    }

    /// <summary>The value of a row; of kind none where it is absent.</summary>
    internal AttributeValue ValueAt(int row) => _rows.IndexOf(row) is >= 0 and var index ? _values[index] : default;

    internal void ReplaceLast(AttributeValue value) => _values[^1] = value;

    internal void Compact(ReadOnlySpan<int> newRows)
    {
        _rows.Compact(newRows, (from, to) => _values[to] = _values[from]);
        _values.RemoveRange(_rows.Count, _values.Count - _rows.Count);
    }

    internal void Clear()
    {
        _values.Clear();
        _rows.Clear();
    }

    internal void Encode(int rowCount, ByteWriter writer)
    {
        _rows.Encode(rowCount, writer);
        EncodeValues(_values, writer);
    }

    /// <summary>The kinds, then all texts, then all numbers; each in row order.</summary>
    internal static void EncodeValues(List<AttributeValue> values, ByteWriter writer)
    {
        var kinds = new int[values.Count];
        var texts = new List<string>();
        var numbers = new List<double>();
        for (int i = 0; i < kinds.Length; i++)
        {
            AttributeValue value = values[i];
            kinds[i] = (int)value.Kind;
            if (value.Text is { } text)
            {
                texts.Add(text);
            }
            else
            {
                numbers.Add(value.RawNumber);
            }
        }

        CodeColumn.Encode(kinds, Kinds, writer);
        TextColumn.Encode(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(texts), writer);
        DoubleColumn.Encode(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(numbers), writer);
    }

    internal static void DecodeValues(ref ByteReader reader, Span<AttributeValue> values)
    {
        int[] kinds = new int[values.Length];
        CodeColumn.Decode(ref reader, Kinds, kinds);
        int textCount = 0;
        foreach (int kind in kinds)
        {
            textCount += kind is (int)AttributeKind.Text or (int)AttributeKind.Json ? 1 : 0;
        }

        string[] texts = new string[textCount];
        TextColumn.Decode(ref reader, texts, TextLimits.MaxValueBytes);
        double[] numbers = new double[values.Length - textCount];
        DoubleColumn.Decode(ref reader, numbers);
        int text = 0;
        int number = 0;
        for (int i = 0; i < values.Length; i++)
        {
            var kind = (AttributeKind)kinds[i];
            values[i] = kind is AttributeKind.Text or AttributeKind.Json
                ? AttributeValue.OfStored(kind, texts[text++], 0)
                : AttributeValue.OfStored(kind, null, numbers[number++]);
        }
    }
}
