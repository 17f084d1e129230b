using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage.Queries;

/// <summary>
/// Streams records as columns, in batches ordered by (timestamp, id). Batches come from short snapshots: what is written well behind the place reached
/// is seen, what is written before it is not. A batch is smaller than asked for when its records have very many different measurements and attributes.
/// </summary>
public sealed record ScanQuery : RecordPredicate
{
    /// <summary>The measurements to read, at most 64; <see langword="null"/> (the default) for all that occur.</summary>
    public IReadOnlyList<string>? MeasurementNames { get; init; }

    /// <summary>The attributes to read, at most 256; <see langword="null"/> (the default) for all that occur.</summary>
    public IReadOnlyList<string>? AttributeNames { get; init; }

    /// <summary>Whether natural keys, their ranks and the ids of replaced records are read; <see langword="false"/> by default.</summary>
    public bool IncludeKeys { get; init; }

    /// <summary>About how many records a batch holds, 1 to <see cref="MetricLimits.MaxListCount"/>. 16,384 by default.</summary>
    public int BatchSize { get; init; } = 16_384;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A property is out of range.</exception>
    public override void Validate()
    {
        base.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BatchSize, MetricLimits.MaxListCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MeasurementNames?.Count ?? 0, 64, nameof(MeasurementNames));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(AttributeNames?.Count ?? 0, 256, nameof(AttributeNames));
    }
}
