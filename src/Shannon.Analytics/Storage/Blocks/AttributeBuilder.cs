using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;

namespace Shannon.Analytics.Storage.Blocks;

/// <summary>
/// Collects one attribute column of a block. It takes the form of its first value and turns to mixed when another kind arrives.
/// Invariant: text and JSON live in <c>_text</c>, numbers and booleans in <c>_numbers</c>, mixed values in <c>_mixed</c>. Not thread-safe.
/// </summary>
internal sealed class AttributeBuilder(string name)
{
    private readonly TextColumnBuilder _text = new();
    private readonly MeasurementBuilder _numbers = new(name);
    private readonly MixedColumnBuilder _mixed = new();
    private AttributeForm _form;
    private int _lastRow = -1;

    internal string Name { get; } = name;

    internal AttributeForm Form => _form;

    internal int Count => _text.Count + _numbers.Count + _mixed.Count;

    internal void Add(int row, AttributeValue value)
    {
        if (row == _lastRow)
        {
            // The same name twice on one record: the later value wins, as in a dictionary.
            ToMixed();
            _mixed.ReplaceLast(value);
            return;
        }

        var form = (AttributeForm)value.Kind;
        if (_form == 0)
        {
            _form = form;
        }
        else if (_form != form && _form != AttributeForm.Mixed)
        {
            ToMixed();
        }

        _lastRow = row;
        switch (_form)
        {
            case AttributeForm.Text or AttributeForm.Json:
                _text.Add(row, value.Text!);
                break;
            case AttributeForm.Number or AttributeForm.Boolean:
                _numbers.Add(row, value.RawNumber);
                break;
            default:
                _mixed.Add(row, value);
                break;
        }
    }

    internal void AddRange(int firstRow, int count, AttributeColumn column)
    {
        if (column.Text is { } text && _form is 0 or AttributeForm.Text)
        {
            _form = AttributeForm.Text;
            _text.AddRange(firstRow, count, text);
        }
        else if (column.Numbers is { } numbers && _form is 0 or AttributeForm.Number)
        {
            _form = AttributeForm.Number;
            _numbers.AddRange(firstRow, numbers.Span, []);
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                if (column.At(i) is { Kind: not AttributeKind.None } value)
                {
                    Add(firstRow + i, value);
                }
            }
        }

        _lastRow = firstRow + count - 1;
    }

    /// <summary>The value of a row; of kind none where it is absent.</summary>
    internal AttributeValue ValueAt(int row) => _form switch
    {
        AttributeForm.Text or AttributeForm.Json => _text.ValueAt(row) is { } text ? AttributeValue.OfStored((AttributeKind)_form, text, 0) : default,
        AttributeForm.Number or AttributeForm.Boolean => _numbers.ValueAt(row) is { } number ? AttributeValue.OfStored((AttributeKind)_form, null, number) : default,
        _ => _mixed.ValueAt(row),
    };

    internal void Compact(ReadOnlySpan<int> newRows)
    {
        _text.Compact(newRows);
        _numbers.Compact(newRows);
        _mixed.Compact(newRows);

        // Rows have other numbers now, and the next one is new in any case.
        _lastRow = -1;
    }

    internal void Clear()
    {
        _text.Clear();
        _numbers.Clear();
        _mixed.Clear();
        _form = 0;
        _lastRow = -1;
    }

    internal void Encode(int rowCount, ByteWriter writer)
    {
        writer.WriteByte((byte)_form);
        switch (_form)
        {
            case AttributeForm.Text or AttributeForm.Json:
                _text.Encode(rowCount, writer);
                break;
            case AttributeForm.Number or AttributeForm.Boolean:
                _numbers.Encode(rowCount, writer);
                break;
            default:
                _mixed.Encode(rowCount, writer);
                break;
        }
    }

    private void ToMixed()
    {
        if (_form is AttributeForm.Text or AttributeForm.Json)
        {
            for (int i = 0; i < _text.Count; i++)
            {
                _mixed.Add(_text.RowAtIndex(i), AttributeValue.OfStored((AttributeKind)_form, _text.ValueAtIndex(i), 0));
            }

            _text.Clear();
        }
        else if (_form is AttributeForm.Number or AttributeForm.Boolean)
        {
            for (int i = 0; i < _numbers.Count; i++)
            {
                _mixed.Add(_numbers.RowAtIndex(i), AttributeValue.OfStored((AttributeKind)_form, null, _numbers.ValueAtIndex(i)));
            }

            _numbers.Clear();
        }

        _form = AttributeForm.Mixed;
    }
}
