using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage.Blocks;

/// <summary>An attribute column, decoded.</summary>
internal sealed class DecodedAttribute(string name, AttributeForm form, DecodedText? text, DecodedNumbers<double>? numbers, AttributeValue[]? mixed)
{
    internal string Name { get; } = name;

    internal AttributeForm Form => form;

    /// <summary>Of text and JSON.</summary>
    internal DecodedText? Text => text;

    /// <summary>Of numbers, and of booleans as 0 and 1.</summary>
    internal DecodedNumbers<double>? Numbers => numbers;

    /// <summary>Of mixed kinds; kind none where absent.</summary>
    internal AttributeValue[]? Mixed => mixed;

    /// <summary>The value of a row; of kind none where it is absent.</summary>
    internal AttributeValue At(int row) => form switch
    {
        AttributeForm.Text or AttributeForm.Json => text!.At(row) is { } value ? AttributeValue.OfStored((AttributeKind)form, value, 0) : default,
        AttributeForm.Number or AttributeForm.Boolean => numbers!.Has(row) ? AttributeValue.OfStored((AttributeKind)form, null, numbers.Values[row]) : default,
        _ => mixed![row],
    };
}
