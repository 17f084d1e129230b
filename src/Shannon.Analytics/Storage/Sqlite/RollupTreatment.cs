namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>What becomes of rollups when records are removed.</summary>
internal enum RollupTreatment
{
    /// <summary>Rollups that may hold what is removed lose the entries that may: they cannot be split by record.</summary>
    Remove,

    /// <summary>Rollups stay as they are.</summary>
    Leave,

    /// <summary>The records removed are folded into rollups.</summary>
    Fold,
}
