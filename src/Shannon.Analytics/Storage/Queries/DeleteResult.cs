namespace Shannon.Analytics.Storage.Queries;

/// <summary>What a deletion did.</summary>
/// <param name="Records">Records deleted.</param>
/// <param name="BytesPending">Bytes of deleted records that may still lie in the write-ahead log because a reader holds it; 0 when they are gone from the files.</param>
public sealed record DeleteResult(long Records, long BytesPending)
{
    /// <summary>Records deleted earlier, of which only rollups were left, and whose rollups went now.</summary>
    public long RollupRecords { get; init; }
}
