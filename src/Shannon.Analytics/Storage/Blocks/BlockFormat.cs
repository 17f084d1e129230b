namespace Shannon.Analytics.Storage.Blocks;

/// <summary>
/// The constants of the block format, version 1. A block is
/// <c>magic(2) version(1) flags(1) checksum(8) ids body</c>, where the checksum is XXH3-64 over version, flags and
/// everything behind it, seeded with the id of the block's first record, so that a block in another's place is noticed too.
/// <c>ids</c> maps the local codes of metric names and sessions to their global ids; it is written when the block is committed.
/// <c>body</c> holds the columns: times, name codes, sessions, users, projects, models, costs, keys, measurements, attributes, residual.
/// </summary>
internal static class BlockFormat
{
    internal const byte Magic0 = (byte)'S';
    internal const byte Magic1 = (byte)'B';
    internal const byte Version = 1;
    internal const int HeaderBytes = 12;

    /// <summary>Most rows of one block; larger batches span several blocks of one transaction.</summary>
    internal const int MaxRows = 16_384;

    /// <summary>Up to here a dictionary is always worth its codes.</summary>
    internal const int MaxDictionary = 4_096;

    /// <summary>Beyond this many attribute names in one block the rest goes into one residual column.</summary>
    internal const int MaxAttributeColumns = 32;

    /// <summary>Beyond this many measurement names in one block the rest goes into the residual column too.</summary>
    internal const int MaxMeasurementColumns = 64;
}
