using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage.Blocks;

/// <summary>An attribute column, decoded.</summary>
internal sealed class DecodedAttribute(string name, AttributeForm form, DecodedText? text, DecodedNumbers<double>? numbers, AttributeValue[]? mixed)
{
    internal string Name { get; } = name;

    /// <summary>The value of a row; of kind none where it is absent.</summary>
    internal AttributeValue At(int row) => form switch
    {
        AttributeForm.Text or AttributeForm.Json => text!.At(row) is { } value ? AttributeValue.OfStored((AttributeKind)form, value, 0) : default,
        AttributeForm.Number or AttributeForm.Boolean => numbers!.Has(row) ? AttributeValue.OfStored((AttributeKind)form, null, numbers.Values[row]) : default,
        _ => mixed![row],
    };
}
