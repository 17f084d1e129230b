namespace Shannon.Analytics.Benchmarks.Macro.Telemetry;

/// <summary>How our store is set.</summary>
internal enum StoreKind
{
    /// <summary>All defaults.</summary>
    Plain,

    /// <summary>With <c>EncryptionEnabled</c>.</summary>
    Encrypted,
}
