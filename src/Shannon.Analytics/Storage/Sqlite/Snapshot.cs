using System.Buffers;
using System.Runtime.InteropServices;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Storage.Blobs;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Execution;
using Shannon.Analytics.Storage.Rollups;
using Shannon.Analytics.Storage.Scanning;
using Shannon.Analytics.Storage.Segments;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// One read transaction's view of the store: everything it hands out belongs together. Opened and closed by one thread; between, the groups may
/// be read by several, which take turns on the connection.
/// </summary>
internal sealed class Snapshot
{
    private readonly RawConnection _connection;
    private readonly BlockCache _cache;
    private readonly ReaderCaches _names;
    private readonly ReaderCaches.Generation _sessions;
    private readonly StoreDirectories _directories;
    private readonly SegmentDirectory _segments;
    private readonly StoreProtection _protection;
    private readonly BlobDecoder _decoder;
    private readonly Lock _turn = new();

    internal Snapshot(RawConnection connection, StoreDirectories directories, BlockCache cache, ReaderCaches names, StoreProtection protection)
    {
        _protection = protection;
        _decoder = protection.Decoder;
        _connection = connection;
        _cache = cache;
        _names = names;
        NextId = SegmentTable.Counter(connection, "next_id");
        JournalVersion = SegmentTable.Counter(connection, "journal_version");
        SegmentsVersion = SegmentTable.Counter(connection, "segments_version");
        _sessions = names.SessionsOf(SegmentTable.Counter(connection, "sessions_version"));
        _directories = directories;
        _segments = directories.Segments;
        Rows = directories.Journal.Load(connection, JournalVersion, NextId);
        Segments = _segments.Load(connection, SegmentsVersion);
        Rollups = directories.Rollups.Load(connection, SegmentsVersion);
        Dead = directories.Dead.Load(connection, JournalVersion, NextId);
        CheckNextId();
    }

    /// <summary>The id that the next record will get.</summary>
    internal long NextId { get; }

    /// <summary>The journal's rows by rising id.</summary>
    internal IReadOnlyList<JournalRow> Rows { get; }

    internal long JournalVersion { get; }

    internal long SegmentsVersion { get; }

    /// <summary>The segments by rising id of segment.</summary>
    internal IReadOnlyList<SegmentEntry> Segments { get; }

    /// <summary>The rollups that outlived their records, by rising id.</summary>
    internal IReadOnlyList<RollupEntry> Rollups { get; }

    /// <summary>The records that are replaced or erased, and whose rows do not count.</summary>
    internal DeadRecords Dead { get; }

    /// <summary>Everything the store holds, in no order; for one query, whoever opens a column disposes of its group.</summary>
    internal IEnumerable<RowGroup> Groups => GroupsFor((CompiledPredicate[]?)null);

    /// <inheritdoc cref="GroupsFor(CompiledPredicate[])"/>
    internal IEnumerable<RowGroup> GroupsFor(CompiledPredicate predicate) => GroupsFor([predicate]);

    /// <summary>The same without what surely holds nothing that matches any of the predicates, as far as the directory and headers say.</summary>
    internal IEnumerable<RowGroup> GroupsFor(CompiledPredicate[]? predicates)
    {
        var wantedNames = new Dictionary<(CompiledPredicate Predicate, long Name), bool>();
        foreach (SegmentEntry segment in Segments)
        {
            if (predicates is null || MayMatch(predicates, segment, wantedNames))
            {
                yield return new SegmentRowGroup(this, segment);
            }
        }

        foreach (JournalRow row in Rows)
        {
            if (predicates is null || MayMatch(predicates, row))
            {
                yield return new JournalRowGroup(this, row);
            }
        }
    }

    /// <summary>What rollups hold of records that are gone, as far as their times touch a range; both ends included.</summary>
    internal IEnumerable<RowGroup> RollupGroups(long from, long to)
    {
        foreach (RollupEntry rollup in Rollups)
        {
            if (rollup.MaxTime >= from && rollup.MinTime <= to)
            {
                yield return new RollupRowGroup(NamesOf(HeaderOf(rollup).NameIds), rollup.MinTime, rollup.MaxTime, [RollupLevel.Quarters, RollupLevel.Hours], level => BlockOf(rollup, level));
            }
        }
    }

    // Directories are known up to it, and it is the next record's.
    private void CheckNextId()
    {
        long last = Rows.Count == 0 ? 0 : Rows[^1].FirstId + Rows[^1].Count - 1;
        if (NextId <= last)
        {
            throw new StoreCorruptException(FormattableString.Invariant($"The catalogue says that the next record is {NextId}, but record {last} is there. Restore the file from a backup."));
        }
    }

    internal DecodedBlock Load(in JournalRow row)
    {
        lock (_turn)
        {
            return LoadInTurn(row);
        }
    }

    /// <summary>For whoever reads much and once: what it reads does not push anything out of the cache.</summary>
    internal DecodedBlock LoadUncached(in JournalRow row)
    {
        lock (_turn)
        {
            return Decode(row);
        }
    }

    // Loops, as there may be very many segments: a closure for each would cost more than the answer.
    private bool MayMatch(CompiledPredicate[] predicates, SegmentEntry segment, Dictionary<(CompiledPredicate Predicate, long Name), bool> wantedNames)
    {
        foreach (CompiledPredicate predicate in predicates)
        {
            if (MayMatch(predicate, segment, wantedNames))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MayMatch(CompiledPredicate[] predicates, in JournalRow row)
    {
        foreach (CompiledPredicate predicate in predicates)
        {
            if (predicate.MayMatchTimes(row.MinTime, row.MaxTime, row.FirstId))
            {
                return true;
            }
        }

        return false;
    }

    private bool MayMatch(CompiledPredicate predicate, SegmentEntry segment, Dictionary<(CompiledPredicate Predicate, long Name), bool> wantedNames)
    {
        if (!predicate.MayMatchTimes(segment.MinTime, segment.MaxTime, segment.MinId))
        {
            return false;
        }

        if (segment.NameId is { } id)
        {
            ref bool wanted = ref CollectionsMarshal.GetValueRefOrAddDefault(wantedNames, (predicate, id), out bool known);
            wanted = known ? wanted : predicate.Wants(NamesOf([id])[0]);
            if (!wanted)
            {
                return false;
            }
        }

        return predicate.SessionId is not { } session || HeaderOf(segment).HoldsSession(session);
    }

    private DecodedBlock LoadInTurn(in JournalRow row)
    {
        if (_cache.Find(row.FirstId, row.Revision) is { } cached)
        {
            return cached;
        }

        DecodedBlock block = Decode(row);
        _cache.Add(row.FirstId, row.Revision, block);
        return block;
    }

    private DecodedBlock Decode(in JournalRow row)
    {
        _directories.Reading?.Invoke();
        RawStatement select = _connection.Prepared("SELECT block FROM journal WHERE first_id=?1 AND revision=?2").Bind(1, row.FirstId).Bind(2, row.Revision);
        try
        {
            return select.Step()
                ? Decode(row, select.Blob(0))
                : throw new StoreCorruptException(FormattableString.Invariant($"Journal block {row.FirstId} is listed but missing. Restore the file from a backup."));
        }
        finally
        {
            select.Reset();
        }
    }

    internal MetricName[] NamesOf(long[] ids)
    {
        lock (_turn)
        {
            return Array.ConvertAll(ids, id => _names.NameOf(_connection, id));
        }
    }

    internal SessionInfo[] SessionsOf(long[] ids)
    {
        lock (_turn)
        {
            return Array.ConvertAll(ids, id => _sessions.Of(_connection, _decoder, id));
        }
    }

    /// <summary>Opens the envelope of a BLOB, perhaps by overwriting it; needs no turn.</summary>
    internal BlobContent Open(in BlobIdentity identity, Span<byte> stored) => _decoder.DecodeInPlace(identity, stored);

    /// <summary>The sessions that have a user now.</summary>
    internal long[] SessionsOfUser(string user)
    {
        lock (_turn)
        {
            return SealedSessions.FindUser(_connection, _protection.CipherOf(_connection), user);
        }
    }

    /// <summary>The global id of a session, or null if no record names it.</summary>
    internal long? FindSession(string session)
    {
        lock (_turn)
        {
            return SealedSessions.Find(_connection, _protection.CipherOf(_connection), session);
        }
    }

    internal SegmentHeader HeaderOf(SegmentEntry segment)
    {
        if (_segments.FindHeader(segment.Id) is { } known)
        {
            return known;
        }

        BlobIdentity identity = SegmentFormat.Identity(segment.Id, 0);
        SegmentHeader header = Read(identity, 0, SegmentHeader.Decode);
        if (header.Count != segment.Count)
        {
            throw BlobDecoder.Corrupt(identity, "it has another number of records than the directory says");
        }

        _segments.AddHeader(segment.Id, header);
        return header;
    }

    internal RollupHeader HeaderOf(RollupEntry rollup) => Read(RollupFormat.Identity(rollup.Id, 0), 0, RollupHeader.Decode);

    internal RollupBlock BlockOf(RollupEntry rollup, RollupLevel level)
    {
        int part = RollupFormat.PartOf(level);
        BlobIdentity identity = RollupFormat.Identity(rollup.Id, part);
        RollupBlock block = Read(identity, part, RollupBlock.Decode);
        return block.Level == level && block.Records.Sum() == rollup.Records
            ? block
            : throw BlobDecoder.Corrupt(identity, "it stands for another number of records than the directory says");
    }

    private DecodedBlock Decode(in JournalRow row, ReadOnlySpan<byte> stored)
    {
        // A plain file's blocks stand bare, and those from before it was encrypted or compressed stay so until they are rewritten.
        if (!BlobFormat.IsBlob(stored))
        {
            return BlockDecoder.Decode(row.FirstId, row.Count, stored);
        }

        using BlobContent content = _decoder.Decode(new BlobIdentity(BlobKind.Journal, row.FirstId, 0, row.Revision), stored);
        return BlockDecoder.Decode(row.FirstId, row.Count, content.Span);
    }

    /// <summary>Reads a BLOB of a segment into an array of the shared pool, which the caller gives back.</summary>
    internal (byte[] Bytes, int Length) ReadBlob(long segmentId, int ordinal) => ReadBlob(SegmentFormat.Identity(segmentId, ordinal), ordinal);

    private (byte[] Bytes, int Length) ReadBlob(in BlobIdentity identity, int ordinal)
    {
        _directories.Reading?.Invoke();
        lock (_turn)
        {
            return SegmentTable.ReadBlob(_connection, identity, identity.Id, ordinal, ArrayPool<byte>.Shared.Rent);
        }
    }

    private delegate T BlobReader<out T>(ReadOnlySpan<byte> content);

    private T Read<T>(in BlobIdentity identity, int ordinal, BlobReader<T> read)
    {
        var (bytes, length) = ReadBlob(identity, ordinal);
        try
        {
            using BlobContent content = _decoder.Decode(identity, bytes.AsSpan(0, length));
            return read(content.Span);
        }
        catch (CodecException error)
        {
            throw BlobDecoder.Corrupt(identity, error.Message, error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
