namespace Shannon.Analytics.Storage.Maintenance;

/// <summary>What is wrong in a store.</summary>
public enum StoreProblemKind
{
    /// <summary>SQLite's own check of the file fails.</summary>
    Database = 0,

    /// <summary>A block of the journal is damaged or missing, or contradicts the directory.</summary>
    JournalBlock = 1,

    /// <summary>A header or column of a segment is damaged or missing.</summary>
    Segment = 2,

    /// <summary>The directory of segments contradicts what they hold.</summary>
    Directory = 3,

    /// <summary>A record is there twice, or has an id that was not given out.</summary>
    RecordId = 4,

    /// <summary>The table of natural keys does not agree with the records.</summary>
    Key = 5,

    /// <summary>The list of replaced records names one that is not there.</summary>
    Replacement = 6,

    /// <summary>A rollup that outlived its records is damaged or missing, or contradicts the directory or itself.</summary>
    Rollup = 7,
}
