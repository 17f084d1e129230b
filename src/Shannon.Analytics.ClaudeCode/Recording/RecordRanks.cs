namespace Shannon.Analytics.ClaudeCode.Recording;

/// <summary>
/// How good a copy of a record is, as the rank of its natural key: the store keeps the highest. Among copies that are equally good a hash of the
/// line decides, so that the outcome never depends on the order of import. Where several sources tell of a record, the source stands above all that: see
/// <see cref="Ledger.LedgerPlan.RankOf"/>.
/// </summary>
internal static class RecordRanks
{
    /// <summary>Low bits of a usage's rank, which count how often it was priced again: a new price outranks the line it came from, but no better line.</summary>
    internal const int RevisionBits = 12;

    private const int TieBits = 19;
    private const int TotalBits = 28;
    private const int TimeBits = 43;
    private const int DurationBits = 40;
    private const long TopBit = 1L << 60;
    private const long SecondBit = 1L << 59;
    private const long ThirdBit = 1L << 58;
    private const long SessionTopBit = 1L << 62;

    /// <summary>Of a response: not a sidechain, then the larger total, then not a copy in a fork.</summary>
    internal static long Usage(bool isSidechain, long total, bool isForked, ulong tie) =>
        (isSidechain ? 0 : TopBit)
        | (Math.Min(total, (1L << TotalBits) - 1) << (1 + TieBits + RevisionBits))
        | (isForked ? 0 : 1L << (TieBits + RevisionBits))
        | ((long)(tie >> (64 - TieBits)) << RevisionBits);

    /// <summary>The rank of the same copy with a new price; null if it was priced again too often.</summary>
    internal static long? NextRevision(long rank)
    {
        const long mask = (1L << RevisionBits) - 1;
        return (rank & mask) == mask ? null : rank + 1;
    }

    /// <summary>How often a copy of this rank was priced again.</summary>
    internal static long RevisionOf(long rank) => rank & ((1L << RevisionBits) - 1);

    /// <summary>A rank with the higher revision of two.</summary>
    internal static long WithRevision(long rank, long other) => rank - RevisionOf(rank) + Math.Max(RevisionOf(rank), RevisionOf(other));

    /// <summary>Of a session's start: not a sidechain, then the earlier time, then with a model.</summary>
    internal static long Session(bool isSidechain, long micros, bool hasModel, ulong tie) =>
        (isSidechain ? 0 : SessionTopBit)
        | (((1L << TimeBits) - 1 - Math.Min(micros / 1000, (1L << TimeBits) - 1)) << 19)
        | (hasModel ? 1L << 18 : 0)
        | (long)(tie >> 46);

    /// <summary>Of a tool use: with a result, then not a sidechain, then not a copy in a fork.</summary>
    internal static long Tool(bool hasResult, bool isSidechain, bool isForked, ulong tie) =>
        (hasResult ? TopBit : 0) | (isSidechain ? 0 : SecondBit) | (isForked ? 0 : ThirdBit) | (long)(tie >> 8);

    /// <summary>Of a response time: measured, then the longer one.</summary>
    internal static long Turn(bool isMeasured, double milliseconds, ulong tie) =>
        (isMeasured ? TopBit : 0) | ((long)Math.Min(milliseconds, (1L << DurationBits) - 1) << 20) | (long)(tie >> 44);

    /// <summary>Of anything else: not a sidechain, then not a copy in a fork.</summary>
    internal static long Other(bool isSidechain, bool isForked, ulong tie) =>
        (isSidechain ? 0 : TopBit) | (isForked ? 0 : SecondBit) | (long)(tie >> 8);
}
