using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Scanning;

/// <summary>
/// The columns of some rows, decoded on demand. Arrays may be longer than <see cref="Count"/>; what lies behind is undefined. Used by one thread at a
/// time; columns are valid until disposal, which gives pooled memory back.
/// </summary>
internal abstract class RowColumns : IDisposable
{
    internal abstract int Count { get; }

    /// <summary>The metric names that occur.</summary>
    internal abstract IReadOnlyList<MetricName> Names { get; }

    /// <summary>The sessions that occur, with the attributes they have in this snapshot.</summary>
    internal abstract IReadOnlyList<SessionInfo> Sessions { get; }

    internal abstract long[] Times { get; }

    internal abstract long[] Ids { get; }

    /// <summary>Each row's position in <see cref="Names"/>; null when there is but one name.</summary>
    internal abstract int[]? NameCodes { get; }

    /// <summary>Each row's position in <see cref="Sessions"/>, or -1; null when no row has a session.</summary>
    internal abstract int[]? SessionCodes { get; }

    internal abstract DecodedText? Users { get; }

    internal abstract DecodedText? Projects { get; }

    internal abstract DecodedText? Models { get; }

    /// <summary>In nano-dollars.</summary>
    internal abstract DecodedNumbers<long>? Costs { get; }

    /// <summary>Natural keys; null if no row has one.</summary>
    internal virtual DecodedText? Keys => null;

    /// <summary>The ranks of natural keys; null if none has another than 0.</summary>
    internal virtual DecodedNumbers<long>? Ranks => null;

    /// <summary>The id of the record that each row took the place of; null if none did.</summary>
    internal virtual DecodedNumbers<long>? Replaced => null;

    /// <summary>The measurements that have columns of their own.</summary>
    internal virtual IEnumerable<string> MeasurementColumns => [];

    /// <summary>The attributes that have columns of their own.</summary>
    internal virtual IEnumerable<string> AttributeColumns => [];

    /// <summary>Measurements and attributes without a column of their own, by the row's number in the group; null if there are none.</summary>
    internal virtual DecodedResidual? Residual => null;

    /// <summary>Null if no row has the measurement.</summary>
    internal abstract DecodedNumbers<double>? Measurement(string name);

    /// <summary>Null if no row has the attribute.</summary>
    internal abstract DecodedAttribute? Attribute(string name);

    public abstract void Dispose();
}
