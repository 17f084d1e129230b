using System.Buffers.Binary;
using System.IO.Hashing;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage.Blobs;
using Shannon.Analytics.Storage.Segments;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>The tables that hold segments.</summary>
internal static class SegmentTable
{
    /// <summary>Schema version 2. Segment ids come from a counter, so that they are never used again.</summary>
    internal const string Create = """
        CREATE TABLE segments(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, name_id INTEGER, count INTEGER NOT NULL,
            min_time INTEGER NOT NULL, max_time INTEGER NOT NULL, min_id INTEGER NOT NULL, max_id INTEGER NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE columns(id INTEGER PRIMARY KEY, data BLOB NOT NULL);
        INSERT INTO counters(name, value) VALUES ('next_segment_id', 1), ('segments_version', 0), ('seal_horizon', 0);
        """;

    private const int Own = 1;
    private const int Mixed = 2;

    internal static List<SegmentEntry> ReadAll(RawConnection connection)
    {
        var entries = new List<SegmentEntry>();
        long sum = 0;
        RawStatement select = connection.Prepared("SELECT id,kind,name_id,count,min_time,max_time,min_id,max_id,checksum FROM segments ORDER BY id");
        try
        {
            while (select.Step())
            {
                sum = CatalogueSums.Add(sum, CatalogueSums.OfNumber(select.Long(8)));
                var entry = new SegmentEntry(select.Long(0), select.Long(1) == Own, select.LongOrNull(2), (int)select.Long(3), select.Long(4), select.Long(5), select.Long(6), select.Long(7));
                entries.Add(ChecksumOf(entry) == select.Long(8)
                    ? entry
                    : throw new StoreCorruptException(FormattableString.Invariant($"The directory's entry of segment {entry.Id} is damaged: its checksum does not match. Restore the file from a backup.")));
            }
        }
        finally
        {
            select.Reset();
        }

        CatalogueSums.Verify(connection, CatalogueSums.Segments, sum);
        return entries;
    }

    /// <summary>Reads a BLOB whole.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="identity">What it is, for errors.</param>
    /// <param name="id">Of which segment or rollup.</param>
    /// <param name="ordinal">Which column or part; 0 for the header.</param>
    /// <param name="rent">Gives an array of at least so many bytes.</param>
    internal static (byte[] Bytes, int Length) ReadBlob(RawConnection connection, in BlobIdentity identity, long id, int ordinal, Func<int, byte[]> rent)
    {
        RawStatement select = connection.Prepared("SELECT data FROM columns WHERE id=?1").Bind(1, SegmentFormat.ColumnId(id, ordinal));
        if (!select.Step())
        {
            throw new StoreCorruptException($"{identity} is listed but missing. Restore the file from a backup.");
        }

        try
        {
            ReadOnlySpan<byte> blob = select.Blob(0);
            byte[] bytes = rent(blob.Length);
            blob.CopyTo(bytes);
            return (bytes, blob.Length);
        }
        finally
        {
            select.Reset();
        }
    }

    /// <summary>Inserts a segment; call <see cref="NoteChange"/> at the end of the transaction.</summary>
    internal static void Insert(RawConnection connection, SegmentImage image)
    {
        connection.Prepared("INSERT INTO segments(id,kind,name_id,count,min_time,max_time,min_id,max_id,checksum) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9)")
            .Bind(1, image.Id).Bind(2, (long)(image.IsOwn ? Own : Mixed)).Bind(3, image.NameId).Bind(4, image.Count)
            .Bind(5, image.MinTime).Bind(6, image.MaxTime).Bind(7, image.MinId).Bind(8, image.MaxId)
            .Bind(9, ChecksumOf(new SegmentEntry(image.Id, image.IsOwn, image.NameId, image.Count, image.MinTime, image.MaxTime, image.MinId, image.MaxId))).Run();
        for (int ordinal = 0; ordinal < image.BlobCount; ordinal++)
        {
            connection.Prepared("INSERT INTO columns(id,data) VALUES(?1,?2)").Bind(1, SegmentFormat.ColumnId(image.Id, ordinal)).Bind(2, image.Blob(ordinal)).Run();
        }
    }

    /// <summary>A query trusts the directory to skip segments, so a flipped bit there must not go unnoticed.</summary>
    internal static long ChecksumOf(SegmentEntry entry)
    {
        ReadOnlySpan<long> fields = [entry.Id, entry.IsOwn ? Own : Mixed, entry.NameId ?? 0, entry.Count, entry.MinTime, entry.MaxTime, entry.MinId, entry.MaxId];
        Span<byte> bytes = stackalloc byte[fields.Length * sizeof(long)];
        for (int i = 0; i < fields.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes[(i * sizeof(long))..], fields[i]);
        }

        return (long)XxHash3.HashToUInt64(bytes);
    }

    internal static void Delete(RawConnection connection, long id)
    {
        connection.Prepared("DELETE FROM segments WHERE id=?1").Bind(1, id).Run();
        DeleteColumns(connection, id);
    }

    internal static void DeleteColumns(RawConnection connection, long id) =>
        connection.Prepared("DELETE FROM columns WHERE id BETWEEN ?1 AND ?2")
            .Bind(1, SegmentFormat.ColumnId(id, 0)).Bind(2, SegmentFormat.ColumnId(id, SegmentFormat.MaxColumns - 1)).Run();

    /// <summary>Takes ids for segments that are about to be built. Ids that are not used in the end stay unused.</summary>
    internal static long Reserve(RawConnection connection, int count)
    {
        long first = Counter(connection, "next_segment_id");
        SetCounter(connection, "next_segment_id", first + count);
        return first;
    }

    internal static long Counter(RawConnection connection, string name)
    {
        RawStatement select = connection.Prepared("SELECT value FROM counters WHERE name=?1").Bind(1, name);
        long value = select.Step() ? select.Long(0) : throw new StoreCorruptException($"The counter '{name}' is missing from the catalogue. Restore the file from a backup.");
        select.Reset();
        return value;
    }

    internal static void SetCounter(RawConnection connection, string name, long value) =>
        connection.Prepared("UPDATE counters SET value=?2 WHERE name=?1").Bind(1, name).Bind(2, value).Run();

    /// <summary>Tells every reader that what it remembers of journal, segments or dead records is out of date.</summary>
    internal static void NoteChange(RawConnection connection) =>
        connection.Run("UPDATE counters SET value=value+1 WHERE name IN ('segments_version','journal_version')");
}
