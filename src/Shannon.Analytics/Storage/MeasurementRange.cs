namespace Shannon.Analytics.Storage;

/// <summary>A range of one measurement, both ends included.</summary>
/// <param name="Name">The measurement, such as <c>duration_ms</c>; <see langword="null"/> means the value that the selectors address, else each record's default.</param>
/// <param name="Min">The least value, or <see langword="null"/> for no lower end.</param>
/// <param name="Max">The greatest value, or <see langword="null"/> for no upper end.</param>
public sealed record MeasurementRange(string? Name, double? Min, double? Max);
