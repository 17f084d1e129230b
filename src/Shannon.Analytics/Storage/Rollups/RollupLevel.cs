namespace Shannon.Analytics.Storage.Rollups;

/// <summary>How fine a rollup is. The numeric values are part of the file format and never change.</summary>
internal enum RollupLevel : byte
{
    /// <summary>Quarters of an hour, of which any time zone's hours can be built.</summary>
    Quarters = 1,

    /// <summary>Hours of UTC, for the many queries that need nothing finer.</summary>
    Hours = 2,
}
