using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Rollups;

/// <summary>
/// Whose numbers a stored rollup holds: the metrics, in the order of its entries, and the sessions and users that took part, so that a deletion
/// leaves alone what holds nothing of its subject. Immutable.
/// </summary>
internal sealed class RollupHeader
{
    /// <summary>More sessions than this are not listed: then any may have taken part.</summary>
    internal const int MaxSessions = 1 << 16;

    /// <summary>The same for users.</summary>
    internal const int MaxUsers = 1 << 12;

    private const int MaxNames = RollupBlock.MaxEntries;

    /// <summary>Metric name ids.</summary>
    internal required long[] NameIds { get; init; }

    /// <summary>Sessions that took part, by rising id; null if any may have.</summary>
    internal required long[]? SessionIds { get; init; }

    /// <summary>Users that records named themselves, ordinal; null if any may have.</summary>
    internal required string[]? Users { get; init; }

    internal bool MayHoldSession(long id) => SessionIds is null || Array.BinarySearch(SessionIds, id) >= 0;

    internal bool MayHoldUser(string user) => Users is null || Array.BinarySearch(Users, user, StringComparer.Ordinal) >= 0;

    internal void Encode(ByteWriter writer)
    {
        writer.WriteVarUInt((ulong)NameIds.Length);
        LongColumn.Encode(NameIds, writer);
        writer.WriteByte(SessionIds is null ? (byte)0 : (byte)1);
        if (SessionIds is not null)
        {
            writer.WriteVarUInt((ulong)SessionIds.Length);
            LongColumn.Encode(SessionIds, writer);
        }

        writer.WriteByte(Users is null ? (byte)0 : (byte)1);
        if (Users is not null)
        {
            writer.WriteVarUInt((ulong)Users.Length);
            TextColumn.Encode(Users, writer);
        }
    }

    /// <exception cref="CodecException">The bytes are no header.</exception>
    internal static RollupHeader Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        long[] names = new long[reader.ReadCount(MaxNames)];
        LongColumn.Decode(ref reader, names);
        long[]? sessions = null;
        if (reader.ReadByte() != 0)
        {
            sessions = new long[reader.ReadCount(MaxSessions)];
            LongColumn.Decode(ref reader, sessions);
        }

        string[]? users = null;
        if (reader.ReadByte() != 0)
        {
            users = new string[reader.ReadCount(MaxUsers)];
            TextColumn.Decode(ref reader, users, TextLimits.MaxValueBytes);
        }

        return reader.Remaining == 0
            ? new RollupHeader { NameIds = names, SessionIds = sessions, Users = users }
            : throw new CodecException("Bytes are left over behind the header of a rollup.");
    }
}
