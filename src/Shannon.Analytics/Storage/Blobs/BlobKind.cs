namespace Shannon.Analytics.Storage.Blobs;

/// <summary>What a stored BLOB is. Part of its identity, so numbers are never reused.</summary>
internal enum BlobKind : byte
{
    /// <summary>The block of a journal row, by its first id and revision.</summary>
    Journal = 1,

    /// <summary>One column of a segment, by segment, column and revision.</summary>
    SegmentColumn = 2,

    /// <summary>What a segment's directory says beyond times and ids: min, max, filters, dictionaries.</summary>
    SegmentFooter = 3,

    /// <summary>A part of a rollup that outlived its records, by rollup and part.</summary>
    Rollup = 4,

    /// <summary>The texts of a session, by the keyed hash of its id.</summary>
    Session = 5,

    /// <summary>A document of the state, by the keyed hash of its kind and id.</summary>
    State = 6,

    /// <summary>An entry of a log of the state, by its id and log.</summary>
    StateLog = 7,

    /// <summary>The key of the lookup hashes.</summary>
    LookupKey = 8,
}
