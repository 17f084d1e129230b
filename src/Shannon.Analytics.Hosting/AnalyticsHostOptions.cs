namespace Shannon.Analytics.Hosting;

/// <summary>
/// How an application's engine works: the settable twin of <see cref="AnalyticsEngineOptions"/>, so that configuration and code can both set it. All
/// are validated together when the host starts, and when the engine is first asked for. See <see cref="AnalyticsEngineOptions"/> for ranges.
/// </summary>
public sealed class AnalyticsHostOptions
{
    /// <summary>The section of the configuration that is usual: <c>ShannonAnalytics</c>.</summary>
    public const string SectionName = "ShannonAnalytics";

    private static readonly AnalyticsEngineOptions Defaults = new();

    /// <summary>
    /// The database file; <c>analytics.db</c> by default. A relative path is taken from the content root of the host, if there is one. Its folder must
    /// exist. <c>:memory:</c> for a store that lasts as long as the process.
    /// </summary>
    public string DatabasePath { get; set; } = "analytics.db";

    /// <inheritdoc cref="AnalyticsEngineOptions.CollectionInterval"/>
    public TimeSpan CollectionInterval { get; set; } = Defaults.CollectionInterval;

    /// <inheritdoc cref="AnalyticsEngineOptions.SampleResources"/>
    public bool SampleResources { get; set; }

    /// <inheritdoc cref="AnalyticsEngineOptions.RetentionDays"/>
    public int RetentionDays { get; set; } = Defaults.RetentionDays;

    /// <inheritdoc cref="AnalyticsEngineOptions.EnableRealTime"/>
    public bool EnableRealTime { get; set; } = Defaults.EnableRealTime;

    /// <inheritdoc cref="AnalyticsEngineOptions.BufferSize"/>
    public int BufferSize { get; set; } = Defaults.BufferSize;

    /// <inheritdoc cref="AnalyticsEngineOptions.BatchSize"/>
    public int BatchSize { get; set; } = Defaults.BatchSize;

    /// <inheritdoc cref="AnalyticsEngineOptions.CompressionEnabled"/>
    public bool CompressionEnabled { get; set; }

    /// <summary>
    /// Encrypts what is written from now on; <see langword="false"/> by default. The key comes from the <see cref="Storage.Encryption.IKeyProvider"/> that is
    /// registered as a service, else from the file beside the database. See <see cref="AnalyticsEngineOptions.EncryptionEnabled"/>.
    /// </summary>
    public bool EncryptionEnabled { get; set; }

    /// <inheritdoc cref="AnalyticsEngineOptions.MaxDatabaseBytes"/>
    public long? MaxDatabaseBytes { get; set; }

    internal AnalyticsEngineOptions ToEngineOptions() => new()
    {
        CollectionInterval = CollectionInterval,
        SampleResources = SampleResources,
        RetentionDays = RetentionDays,
        EnableRealTime = EnableRealTime,
        BufferSize = BufferSize,
        BatchSize = BatchSize,
        CompressionEnabled = CompressionEnabled,
        EncryptionEnabled = EncryptionEnabled,
        MaxDatabaseBytes = MaxDatabaseBytes,
    };
}
