using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;

namespace Shannon.Analytics.Storage.Queries;

/// <summary>Some records of a <see cref="ScanQuery"/> as columns, ordered by (timestamp, id). Immutable; it stays valid as long as it is referenced.</summary>
public sealed record ScanBatch
{
    /// <summary>How many records there are, from 1; every column has as many rows.</summary>
    public required int Count { get; init; }

    /// <summary>Each record's id.</summary>
    public required ReadOnlyMemory<long> Ids { get; init; }

    /// <summary>Microseconds since 1970-01-01T00:00:00Z, rising.</summary>
    public required ReadOnlyMemory<long> TimestampsMicros { get; init; }

    /// <summary>Each record's category.</summary>
    public required ReadOnlyMemory<MetricCategory> Categories { get; init; }

    /// <summary>Each record's metric name.</summary>
    public required TextValues Names { get; init; }

    /// <summary>Each record's session; <see langword="null"/> if none has one.</summary>
    public TextValues? Sessions { get; init; }

    /// <summary>Each record's own user, else its session's; <see langword="null"/> if none has one.</summary>
    public TextValues? Users { get; init; }

    /// <summary>Each record's own project, else its session's; <see langword="null"/> if none has one.</summary>
    public TextValues? Projects { get; init; }

    /// <summary>Each record's own model, else its session's; <see langword="null"/> if none has one.</summary>
    public TextValues? Models { get; init; }

    /// <summary>Each record's cost in US dollars; empty if none has one.</summary>
    public ReadOnlyMemory<decimal?> Costs { get; init; }

    /// <summary>Each record's natural key; <see langword="null"/> if none has one, or keys were not asked for.</summary>
    public TextValues? Keys { get; init; }

    /// <summary>The rank of each record's key, 0 without one; empty if there are no <see cref="Keys"/>.</summary>
    public ReadOnlyMemory<long> KeyRanks { get; init; }

    /// <summary>The id of the record that each took the place of, 0 if of none; empty if none did, or keys were not asked for.</summary>
    public ReadOnlyMemory<long> ReplacedIds { get; init; }

    /// <summary>The measurements that occur among those asked for, ordered by name.</summary>
    public IReadOnlyList<MeasurementColumn> Measurements { get; init; } = [];

    /// <summary>The attributes that occur among those asked for, ordered by name.</summary>
    public IReadOnlyList<AttributeColumn> Attributes { get; init; } = [];
}
