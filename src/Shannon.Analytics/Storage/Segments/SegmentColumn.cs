using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Segments;

/// <summary>What a segment's header says of one column.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Form">How an attribute is stored; 0 for other kinds.</param>
/// <param name="Name">The name of a measurement or attribute; empty for other kinds.</param>
/// <param name="Bytes">The size of its BLOB.</param>
/// <param name="Present">How many rows have a value.</param>
/// <param name="Min">The least number of a measurement, or of an attribute that is all numbers; NaN for other kinds.</param>
/// <param name="Max">The greatest number.</param>
internal sealed record SegmentColumn(SegmentColumnKind Kind, AttributeForm Form, string Name, int Bytes, int Present, double Min, double Max);
