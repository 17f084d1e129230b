namespace Shannon.Analytics.Metrics.Columns;

/// <summary>One attribute of every row of a <see cref="ColumnBatch"/>. The arrays are borrowed until the collecting call has completed.</summary>
public sealed class AttributeColumn
{
    private AttributeColumn(string name, TextValues? text, ReadOnlyMemory<double>? numbers, ReadOnlyMemory<AttributeValue>? values)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        Text = text;
        Numbers = numbers;
        Mixed = values;
    }

    /// <summary>The attribute's name.</summary>
    public string Name { get; }

    internal TextValues? Text { get; }

    internal ReadOnlyMemory<double>? Numbers { get; }

    internal ReadOnlyMemory<AttributeValue>? Mixed { get; }

    /// <summary>Text in every row, or absent where it is <see langword="null"/>.</summary>
    /// <param name="name">The attribute's name.</param>
    /// <param name="values">The text.</param>
    public static AttributeColumn OfText(string name, TextValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(name, values, null, null);
    }

    /// <summary>A number in every row.</summary>
    /// <param name="name">The attribute's name.</param>
    /// <param name="values">One finite number per row.</param>
    public static AttributeColumn OfNumbers(string name, ReadOnlyMemory<double> values) => new(name, null, values, null);

    /// <summary>Values of any kind; absent where the kind is <see cref="AttributeKind.None"/>.</summary>
    /// <param name="name">The attribute's name.</param>
    /// <param name="values">One value per row.</param>
    public static AttributeColumn OfValues(string name, ReadOnlyMemory<AttributeValue> values) => new(name, null, null, values);

    /// <summary>The same value in every row.</summary>
    /// <param name="name">The attribute's name.</param>
    /// <param name="value">The value.</param>
    public static AttributeColumn OfConstant(string name, AttributeValue value) =>
        value.Kind is AttributeKind.Text ? new(name, TextValues.Constant(value.Text), null, null) : new(name, null, null, null) { ConstantValue = value };

    internal AttributeValue ConstantValue { get; private init; }

    /// <summary>The value of a row, of kind <see cref="AttributeKind.None"/> if it is absent.</summary>
    /// <param name="row">The row, from 0.</param>
    public AttributeValue At(int row) =>
        ConstantValue.Kind != AttributeKind.None ? ConstantValue
        : Text is not null ? AttributeValue.Of(Text.At(row))
        : Numbers is { } numbers ? AttributeValue.Of(numbers.Span[row])
        : Mixed is { } mixed ? mixed.Span[row]
        : default;
}
