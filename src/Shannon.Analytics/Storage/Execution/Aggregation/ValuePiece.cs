namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>Where some values of one group lie in a <see cref="ValueSlab"/>.</summary>
internal readonly record struct ValuePiece(ValueSlab? Slab, int Start, int Length)
{
    internal ReadOnlySpan<double> Values => Slab is null ? [] : Slab.Values.AsSpan(Start, Length);
}
