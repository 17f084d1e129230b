namespace Shannon.Analytics.Metrics;

/// <summary>
/// Every bound on what a metric may hold, in one table. What exceeds a bound is refused with a
/// <see cref="Diagnostics.MetricValidationException"/> that names the field; nothing is cut silently.
/// </summary>
public static class MetricLimits
{
    /// <summary>Longest metric name, in UTF-16 units.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Longest session id, user id, or model, in UTF-16 units.</summary>
    public const int MaxIdLength = 512;

    /// <summary>Longest project, which is often a path, in UTF-16 units.</summary>
    public const int MaxProjectLength = 4_096;

    /// <summary>Longest natural key, in UTF-16 units.</summary>
    public const int MaxKeyLength = 1_024;

    /// <summary>Most further natural keys of one metric.</summary>
    public const int MaxAliases = 16;

    /// <summary>Longest name of an attribute or measurement, in UTF-16 units.</summary>
    public const int MaxFieldNameLength = 200;

    /// <summary>Longest text or JSON of one attribute, in UTF-16 units.</summary>
    public const int MaxAttributeLength = 65_536;

    /// <summary>Most attributes on one record.</summary>
    public const int MaxAttributes = 256;

    /// <summary>Most measurements on one record.</summary>
    public const int MaxMeasurements = 64;

    /// <summary>Most records in one batch, which is stored whole or not at all.</summary>
    public const int MaxBatchCount = 1_000_000;

    /// <summary>Largest magnitude of a cost, in US dollars.</summary>
    public const decimal MaxCost = 1_000_000_000m;

    /// <summary>Most records that a method returning a list hands out; streaming has no such bound.</summary>
    public const int MaxListCount = 250_000;

    /// <summary>Earliest timestamp: 1970-01-01T00:00:00Z.</summary>
    public static DateTimeOffset MinTimestamp { get; } = DateTimeOffset.UnixEpoch;

    /// <summary>Latest timestamp: 2199-12-31T23:59:59.999999Z.</summary>
    public static DateTimeOffset MaxTimestamp { get; } = new DateTimeOffset(2200, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(-10);
}
