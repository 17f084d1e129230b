namespace Shannon.Analytics.Metrics.Columns;

/// <summary>One measurement of every row of a <see cref="ColumnBatch"/>.</summary>
/// <param name="Name">The measurement's name, such as <c>value</c>.</param>
/// <param name="Values">One finite number per row; rows that are absent hold any number. Borrowed until the collecting call has completed.</param>
public sealed record MeasurementColumn(string Name, ReadOnlyMemory<double> Values)
{
    /// <summary>Which rows have it; empty (the default) means all.</summary>
    public ReadOnlyMemory<bool> Present { get; init; }
}
