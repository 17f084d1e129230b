using System.Buffers;
using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Storage.Blobs;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Rollups;
using Shannon.Analytics.Storage.Scanning;
using Shannon.Analytics.Storage.Segments;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>A segment as rows to scan: each column is read and decoded when it is first asked for, into pooled memory that disposal gives back.</summary>
/// <param name="snapshot">Where it is read.</param>
/// <param name="entry">The segment.</param>
/// <param name="rows">Which rows of it to read, at least one, in any order; null for all.</param>
internal sealed class SegmentRowGroup(Snapshot snapshot, SegmentEntry entry, int[]? rows = null) : RowGroup
{
    /// <summary>Of more rows than one in so many, decoding all and taking them out is faster.</summary>
    private const int Sparse = 4;

    private readonly PooledArrays _pool = new();
    private SegmentHeader? _header;
    private MetricName[]? _names;
    private SessionInfo[]? _sessions;
    private long[]? _times;
    private long[]? _ids;
    private int[]? _nameCodes;
    private int[]? _sessionCodes;
    private Dictionary<int, DecodedText?>? _texts;
    private Dictionary<int, DecodedNumbers<long>>? _longs;
    private Dictionary<int, DecodedNumbers<double>>? _doubles;
    private Dictionary<int, DecodedAttribute>? _attributes;
    private DecodedResidual? _residual;
    private DecodedBlock? _block;
    private RollupBlock? _rollup;
    private Determinant? _determinant;

    internal SegmentEntry Entry => entry;

    internal SegmentHeader Header => _header ??= snapshot.HeaderOf(entry);

    internal override int Count => rows?.Length ?? entry.Count;

    internal override long MinTime => entry.MinTime;

    internal override long MaxTime => entry.MaxTime;

    internal override long MinId => entry.MinId;

    internal override long MaxId => entry.MaxId;

    // Rows are ordered by (metric, time, id).
    internal override bool IsTimeOrdered => entry.NameId is not null && rows is null;

    internal override IReadOnlyList<MetricName> Names => _names ??= snapshot.NamesOf(entry.NameId is { } name ? [name] : Header.NameIds);

    internal override ReadOnlySpan<int> NameStarts => rows is null ? Header.NameStarts : default;

    internal override long[] SessionIds => Header.SessionIds;

    internal override IReadOnlyList<SessionInfo> Sessions => _sessions ??= snapshot.SessionsOf(Header.SessionIds);

    internal override long[] Times => _times ??= Longs(SegmentColumnKind.Times);

    internal override long[] Ids => _ids ??= Longs(SegmentColumnKind.Ids);

    internal override int[]? NameCodes => entry.NameId is not null ? null : _nameCodes ??= MakeNameCodes();

    internal override int[]? SessionCodes => Header.SessionIds.Length == 0 ? null : _sessionCodes ??= DecodeSessions();

    internal override DecodedText? Users => Text(SegmentColumnKind.Users);

    internal override DecodedText? Projects => Text(SegmentColumnKind.Projects);

    internal override DecodedText? Models => Text(SegmentColumnKind.Models);

    internal override DecodedNumbers<long>? Costs => SparseLongs(SegmentColumnKind.Costs);

    /// <summary>Whether records have natural keys.</summary>
    internal bool HasKeys => Header.Find(SegmentColumnKind.Keys) >= 0;

    /// <summary>The id of the record that each row replaced, as far as it is purged.</summary>
    private DecodedNumbers<long>? Replaces => SparseLongs(SegmentColumnKind.Replaces);

    internal override DecodedText? Keys => Text(SegmentColumnKind.Keys);

    internal override DecodedNumbers<long>? Ranks => SparseLongs(SegmentColumnKind.Ranks);

    internal override DecodedNumbers<long>? Replaced => snapshot.Dead.AddReplaced(Replaces, Keys, Ids, Count);

    internal override IReadOnlyCollection<string> MeasurementNames =>
        [.. MeasurementColumns, .. Residual?.NamesOf(measurements: true) ?? []];

    internal override IReadOnlyCollection<string> AttributeNames =>
        [.. AttributeColumns, .. Residual?.NamesOf(measurements: false) ?? []];

    internal override IEnumerable<string> MeasurementColumns => Header.Columns.Where(column => column.Kind == SegmentColumnKind.Measurement).Select(column => column.Name);

    internal override IEnumerable<string> AttributeColumns => Header.Columns.Where(column => column.Kind == SegmentColumnKind.Attribute).Select(column => column.Name);

    internal override DecodedResidual? Residual
    {
        get
        {
            int index = Header.Find(SegmentColumnKind.Residual);
            return index < 0 ? null : _residual ??= Decode(index, BodyReader.Residual);
        }
    }

    internal override bool MayHoldSession(long sessionId) => Header.HoldsSession(sessionId);

    internal override (double Min, double Max)? RangeOf(string measurement)
    {
        int index = Header.Find(SegmentColumnKind.Measurement, measurement);
        return index < 0 ? null : (Header.Columns[index].Min, Header.Columns[index].Max);
    }

    internal override DecodedNumbers<double>? Measurement(string name)
    {
        int index = Header.Find(SegmentColumnKind.Measurement, name);
        return index < 0 ? Residual?.MeasurementColumn(name, Count) : MeasurementAt(index);
    }

    internal override DecodedAttribute? Attribute(string name)
    {
        int index = Header.Find(SegmentColumnKind.Attribute, name);
        return index < 0 ? Residual?.AttributeColumn(name, Count) : AttributeAt(index);
    }

    internal override long? ReplacedBy(int row) => Replaces is { } replaces && replaces.Has(row) ? replaces.Values[row] : null;

    internal override bool HasRollup(RollupLevel level) => Header.Find(KindOf(level)) >= 0;

    internal override RollupBlock? Rollup(RollupLevel level)
    {
        if (_rollup?.Level == level)
        {
            return _rollup;
        }

        int index = Header.Find(KindOf(level));
        return index < 0 ? null : _rollup = Decode(index, static (ref BodyReader reader) => RollupBlock.Decode(reader.Rest()));
    }

    internal override int[]? DeadRows(long asOfId)
    {
        DeadRecords dead = snapshot.Dead;
        var (start, end) = dead.Between(MinId, MaxId);
        if (start == end)
        {
            return null;
        }

        List<int>? found = null;
        ReadOnlySpan<long> ids = dead.Ids[start..end];
        ReadOnlySpan<long> replacedBy = dead.ReplacedBy[start..end];
        long[] own = Ids;
        for (int i = 0; i < Count; i++)
        {
            int index = ids.BinarySearch(own[i]);
            if (index >= 0 && replacedBy[index] <= asOfId)
            {
                (found ??= []).Add(i);
            }
        }

        return found?.ToArray();
    }

    // Residual columns are read whole: their names are few or their rows many.
    internal override RowColumns Only(int[] chosen) =>
        chosen.Length <= entry.Count / Sparse && Residual is null ? new SegmentRowGroup(snapshot, entry, chosen) : base.Only(chosen);

    internal override DecodedBlock Decode() => _block ??= new DecodedBlock
    {
        FirstId = MinId,
        Count = Count,
        RowIds = Ids,
        Times = Times,
        Ids = new BlockIds(Header.NameIds, Header.SessionIds),
        NameCodes = NameCodes ?? (_nameCodes ??= MakeNameCodes()),
        SessionCodes = SessionCodes ?? (_sessionCodes ??= NoSessions()),
        Users = Users,
        Projects = Projects,
        Models = Models,
        Costs = Costs,
        Keys = Keys,
        Ranks = Ranks,
        Replaces = Replaces,
        Measurements = [.. Indexes(SegmentColumnKind.Measurement).Select(MeasurementAt)],
        Attributes = [.. Indexes(SegmentColumnKind.Attribute).Select(AttributeAt)],
        Residual = Residual,
        Bytes = 0,
    };

    public override void Dispose()
    {
        _pool.Dispose();
        (_times, _ids, _nameCodes, _sessionCodes) = (null, null, null, null);
        (_texts, _longs, _doubles, _attributes, _residual, _block, _rollup) = (null, null, null, null, null, null, null);
    }

    private static SegmentColumnKind KindOf(RollupLevel level) => level == RollupLevel.Hours ? SegmentColumnKind.HourRollup : SegmentColumnKind.QuarterRollup;

    private IEnumerable<int> Indexes(SegmentColumnKind kind) => Enumerable.Range(0, Header.Columns.Count).Where(index => Header.Columns[index].Kind == kind);

    private long[] Longs(SegmentColumnKind kind)
    {
        int index = Header.Find(kind);
        return index >= 0
            ? Decode(index, BodyReader.Longs)
            : throw BlobDecoder.Corrupt(SegmentFormat.Identity(entry.Id, 0), "it lists no " + (kind == SegmentColumnKind.Times ? "times" : "ids"));
    }

    private int[] MakeNameCodes()
    {
        int[] codes = _pool.Rent<int>(entry.Count);
        int[] starts = Header.NameStarts;
        for (int i = 0; i < starts.Length - 1; i++)
        {
            codes.AsSpan(starts[i], starts[i + 1] - starts[i]).Fill(i);
        }

        return rows is null ? codes : Gathering.Take<int>(codes, rows);
    }

    private int[] NoSessions()
    {
        int[] codes = _pool.Rent<int>(Count);
        codes.AsSpan(0, Count).Fill(-1);
        return codes;
    }

    private int[] DecodeSessions()
    {
        int index = Header.Find(SegmentColumnKind.Sessions);
        int distinct = Header.SessionIds.Length;
        return index < 0 ? NoSessions() : Decode(index, (ref BodyReader reader) => reader.Codes(distinct));
    }

    private DecodedText? Text(SegmentColumnKind kind)
    {
        int index = Header.Find(kind);
        if (index < 0)
        {
            return null;
        }

        _texts ??= [];
        if (!_texts.TryGetValue(index, out DecodedText? text))
        {
            _texts.Add(index, text = Decode(index, BodyReader.Text));
        }

        return text;
    }

    private DecodedNumbers<long>? SparseLongs(SegmentColumnKind kind)
    {
        int index = Header.Find(kind);
        if (index < 0)
        {
            return null;
        }

        _longs ??= [];
        if (!_longs.TryGetValue(index, out DecodedNumbers<long>? numbers))
        {
            _longs.Add(index, numbers = Decode(index, BodyReader.SparseLongs));
        }

        return numbers;
    }

    private DecodedNumbers<double> MeasurementAt(int index)
    {
        _doubles ??= [];
        if (!_doubles.TryGetValue(index, out DecodedNumbers<double>? numbers))
        {
            string name = Header.Columns[index].Name;
            _doubles.Add(index, numbers = Decode(index, (ref BodyReader reader) => reader.Doubles(name)));
        }

        return numbers;
    }

    private DecodedAttribute AttributeAt(int index)
    {
        _attributes ??= [];
        if (!_attributes.TryGetValue(index, out DecodedAttribute? attribute))
        {
            string name = Header.Columns[index].Name;
            _attributes.Add(index, attribute = Decode(index, (ref BodyReader reader) => reader.Attribute(name)));
        }

        return attribute;
    }

    private delegate T Decoder<T>(ref BodyReader reader);

    private T Decode<T>(int index, Decoder<T> decode)
    {
        BlobIdentity identity = SegmentFormat.Identity(entry.Id, index + 1);
        var (bytes, length) = snapshot.ReadBlob(entry.Id, index + 1);
        try
        {
            if (Header.Count != entry.Count)
            {
                throw BlobDecoder.Corrupt(SegmentFormat.Identity(entry.Id, 0), "it has another number of records than the directory says");
            }

            using BlobContent content = snapshot.Open(identity, bytes.AsSpan(0, length));
            var reader = new BodyReader(content.Span, entry.Count, _pool, _determinant ??= new Determinant(Header.SessionIds.Length, () => SessionCodes ?? NoSessions()), rows);
            T column = decode(ref reader);
            return reader.IsAtEnd ? column : throw BlobDecoder.Corrupt(identity, "bytes are left over behind it");
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
