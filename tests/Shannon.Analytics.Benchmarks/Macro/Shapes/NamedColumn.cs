namespace Shannon.Analytics.Benchmarks.Macro.Shapes;

/// <summary>A column of the test data.</summary>
/// <param name="Name">Name of the measurement or attribute.</param>
/// <param name="Values">One value per row.</param>
internal sealed record NamedColumn<T>(string Name, T[] Values);
