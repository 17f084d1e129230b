namespace Shannon.Analytics.Metrics.Columns;

/// <summary>
/// Many records of one category as columns, for producers that have their data that way: several times faster than a list of
/// typed inputs. Stored whole or not at all. The arrays are borrowed: leave them unchanged until the collecting call has completed.
/// </summary>
public sealed record ColumnBatch
{
    /// <summary>The number of rows, 0 to <see cref="MetricLimits.MaxBatchCount"/>; every column has as many.</summary>
    public required int Count { get; init; }

    /// <summary>The category of all rows.</summary>
    public required MetricCategory Category { get; init; }

    /// <summary>The metric's name of each row.</summary>
    public required TextValues Names { get; init; }

    /// <summary>Microseconds since 1970-01-01T00:00:00Z of each row; empty (the default) means the moment of the call.</summary>
    public ReadOnlyMemory<long> TimestampsMicros { get; init; }

    /// <summary>The session of each row.</summary>
    public TextValues? Sessions { get; init; }

    /// <summary>The user of each row.</summary>
    public TextValues? Users { get; init; }

    /// <summary>The project of each row.</summary>
    public TextValues? Projects { get; init; }

    /// <summary>The model of each row.</summary>
    public TextValues? Models { get; init; }

    /// <summary>The measurements, each named once.</summary>
    public IReadOnlyList<MeasurementColumn> Measurements { get; init; } = [];

    /// <summary>The attributes, each named once.</summary>
    public IReadOnlyList<AttributeColumn> Attributes { get; init; } = [];

    /// <summary>The cost of each row in US dollars; empty (the default) means none has one.</summary>
    public ReadOnlyMemory<decimal?> Costs { get; init; }

    /// <summary>The natural key of each row; see <see cref="RecordKey"/>.</summary>
    public TextValues? Keys { get; init; }

    /// <summary>The rank of each row's key; empty (the default) means 0.</summary>
    public ReadOnlyMemory<long> KeyRanks { get; init; }

    /// <summary>A further natural key of each row; see <see cref="MetricInput.Aliases"/>. Needs <see cref="Keys"/> and <see cref="Merger"/>.</summary>
    public TextValues? Aliases { get; init; }

    /// <summary>Merges rows with the records that hold their keys; see <see cref="MetricInput.Merger"/>. A batch with a merger is stored row by row, not whole or not at all.</summary>
    public IRecordMerger? Merger { get; init; }

    /// <summary>One row as a typed input, for stores and filters that work row by row.</summary>
    /// <param name="row">The row, from 0.</param>
    public RawMetric RowAt(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Count);
        var metric = new RawMetric(Category, Names.At(row) ?? string.Empty)
        {
            Timestamp = TimestampsMicros.IsEmpty ? null : UnixMicros.ToTime(TimestampsMicros.Span[row]),
            SessionId = Sessions?.At(row),
            UserId = Users?.At(row),
            Project = Projects?.At(row),
            Model = Models?.At(row),
            Cost = Costs.IsEmpty ? null : Costs.Span[row],
            Key = Keys?.At(row) is { } key ? new RecordKey(key, KeyRanks.IsEmpty ? 0 : KeyRanks.Span[row]) : null,
            Aliases = Aliases?.At(row) is { } alias ? [alias] : [],
            Merger = Merger,
        };
        foreach (MeasurementColumn column in Measurements)
        {
            if (column.Present.IsEmpty || column.Present.Span[row])
            {
                metric.Measurements[column.Name] = column.Values.Span[row];
            }
        }

        foreach (AttributeColumn column in Attributes)
        {
            if (column.At(row) is { Kind: not AttributeKind.None } value)
            {
                metric.Attributes[column.Name] = value;
            }
        }

        return metric;
    }
}
