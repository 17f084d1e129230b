namespace Shannon.Analytics.Storage.Segments;

/// <summary>What a column of a segment holds. The numeric values are part of the file format and never change.</summary>
internal enum SegmentColumnKind : byte
{
    /// <summary>Microseconds since 1970.</summary>
    Times = 1,

    /// <summary>Record ids.</summary>
    Ids = 2,

    /// <summary>Codes into the header's list of sessions.</summary>
    Sessions = 3,

    Users = 4,

    Projects = 5,

    Models = 6,

    /// <summary>In nano-dollars.</summary>
    Costs = 7,

    /// <summary>Natural keys.</summary>
    Keys = 8,

    /// <summary>The ranks of natural keys.</summary>
    Ranks = 9,

    /// <summary>The id of the record that each replaced.</summary>
    Replaces = 10,

    /// <summary>One measurement.</summary>
    Measurement = 11,

    /// <summary>One attribute.</summary>
    Attribute = 12,

    /// <summary>Measurements and attributes that found no column of their own.</summary>
    Residual = 13,

    /// <summary>The rollup of all rows by quarters of an hour.</summary>
    QuarterRollup = 14,

    /// <summary>The rollup of all rows by hours.</summary>
    HourRollup = 15,
}
