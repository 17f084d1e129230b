using System.Buffers.Binary;
using System.IO.Hashing;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage.Rollups;
using Shannon.Analytics.Storage.Segments;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>The table of rollups that outlived their records. Their BLOBs stand among the columns of segments, with which they share the counter of ids.</summary>
internal static class RollupTable
{
    /// <summary>The step from version 2 of the catalogue.</summary>
    internal const string Migration = """
        CREATE TABLE rollups(id INTEGER PRIMARY KEY, records INTEGER NOT NULL, bytes INTEGER NOT NULL,
            min_time INTEGER NOT NULL, max_time INTEGER NOT NULL, checksum INTEGER NOT NULL);
        """;

    internal static List<RollupEntry> ReadAll(RawConnection connection)
    {
        var entries = new List<RollupEntry>();
        long sum = 0;
        RawStatement select = connection.Prepared("SELECT id,records,bytes,min_time,max_time,checksum FROM rollups ORDER BY id");
        try
        {
            while (select.Step())
            {
                sum = CatalogueSums.Add(sum, CatalogueSums.OfNumber(select.Long(5)));
                var entry = new RollupEntry(select.Long(0), select.Long(1), select.Long(2), select.Long(3), select.Long(4));
                entries.Add(ChecksumOf(entry) == select.Long(5)
                    ? entry
                    : throw new StoreCorruptException(FormattableString.Invariant($"The directory's entry of rollup {entry.Id} is damaged: its checksum does not match. Restore the file from a backup.")));
            }
        }
        finally
        {
            select.Reset();
        }

        CatalogueSums.Verify(connection, CatalogueSums.Rollups, sum);
        return entries;
    }

    /// <summary>Inserts a rollup; call <see cref="SegmentTable.NoteChange"/> at the end of the transaction.</summary>
    internal static void Insert(RawConnection connection, RollupImage image)
    {
        var entry = new RollupEntry(image.Id, image.Records, image.Bytes, image.MinTime, image.MaxTime);
        connection.Prepared("INSERT INTO rollups(id,records,bytes,min_time,max_time,checksum) VALUES(?1,?2,?3,?4,?5,?6)")
            .Bind(1, entry.Id).Bind(2, entry.Records).Bind(3, entry.Bytes).Bind(4, entry.MinTime).Bind(5, entry.MaxTime).Bind(6, ChecksumOf(entry)).Run();
        for (int part = 0; part < RollupFormat.Parts; part++)
        {
            connection.Prepared("INSERT INTO columns(id,data) VALUES(?1,?2)").Bind(1, SegmentFormat.ColumnId(image.Id, part)).Bind(2, image.Blob(part)).Run();
        }
    }

    internal static void Delete(RawConnection connection, long id)
    {
        connection.Prepared("DELETE FROM rollups WHERE id=?1").Bind(1, id).Run();
        SegmentTable.DeleteColumns(connection, id);
    }

    // A query trusts the directory to skip rollups, so a flipped bit there must not go unnoticed.
    private static long ChecksumOf(RollupEntry entry)
    {
        ReadOnlySpan<long> fields = [entry.Id, entry.Records, entry.Bytes, entry.MinTime, entry.MaxTime];
        Span<byte> bytes = stackalloc byte[fields.Length * sizeof(long)];
        for (int i = 0; i < fields.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes[(i * sizeof(long))..], fields[i]);
        }

        return (long)XxHash3.HashToUInt64(bytes);
    }
}
