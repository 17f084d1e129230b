namespace Shannon.Analytics.Benchmarks.Macro.Shapes;

/// <summary>A column of text as positions in a dictionary.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Values">The distinct values.</param>
/// <param name="Codes">One position per row.</param>
internal sealed record CodedColumn(string Name, string[] Values, ushort[] Codes);
