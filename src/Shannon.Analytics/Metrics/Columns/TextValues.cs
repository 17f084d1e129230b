namespace Shannon.Analytics.Metrics.Columns;

/// <summary>
/// A column of text, one value per row, <see langword="null"/> for absent. The arrays are borrowed, not copied: leave them
/// unchanged until the call that collects the batch has completed.
/// </summary>
public sealed class TextValues
{
    private TextValues(string? constant, string?[]? values, string?[]? dictionary, int[]? codes)
    {
        ConstantValue = constant;
        Values = values;
        Dictionary = dictionary;
        Codes = codes;
    }

    internal string? ConstantValue { get; }

    internal string?[]? Values { get; }

    internal string?[]? Dictionary { get; }

    internal int[]? Codes { get; }

    /// <summary>The same value in every row.</summary>
    /// <param name="value">The value.</param>
    public static TextValues Constant(string? value) => new(value, null, null, null);

    /// <summary>One value per row.</summary>
    /// <param name="values">The values; as many as the batch has rows.</param>
    public static TextValues Of(string?[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(null, values, null, null);
    }

    /// <summary>Values given by their position in a dictionary: the fastest form.</summary>
    /// <param name="dictionary">The distinct values.</param>
    /// <param name="codes">One position per row, 0 to <c>dictionary.Length - 1</c>; -1 for absent.</param>
    public static TextValues OfCodes(string?[] dictionary, int[] codes)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        ArgumentNullException.ThrowIfNull(codes);
        return new(null, null, dictionary, codes);
    }

    /// <summary>The text of a row, or <see langword="null"/> if it is absent.</summary>
    /// <param name="row">The row, from 0.</param>
    public string? At(int row) =>
        Values is not null ? Values[row]
        : Codes is null ? ConstantValue
        : Codes[row] < 0 ? null
        : Dictionary![Codes[row]];
}
