using System.Collections.Concurrent;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blobs;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// What readers remember of names and sessions. Names never change; sessions are valid for one value of <c>sessions_version</c>. Thread-safe.
/// </summary>
internal sealed class ReaderCaches
{
    private const int MaxSessions = 100_000;
    private readonly ConcurrentDictionary<long, MetricName> _names = new();
    private volatile Generation _sessions = new(-1);

    internal MetricName NameOf(RawConnection connection, long id)
    {
        if (_names.TryGetValue(id, out MetricName name))
        {
            return name;
        }

        RawStatement find = connection.Prepared("SELECT category,name,checksum FROM names WHERE id=?1").Bind(1, id);
        if (!find.Step())
        {
            throw new StoreCorruptException(FormattableString.Invariant($"A block refers to the metric name {id}, which the catalogue does not hold. Restore the file from a backup."));
        }

        name = new MetricName((MetricCategory)find.Long(0), find.Text(1));
        bool sound = find.Long(2) == CatalogueChecksums.OfName(id, name);
        find.Reset();
        if (!sound)
        {
            throw CatalogueChecksums.Damaged("metric name", id);
        }

        _names[id] = name;
        return name;
    }

    internal Generation SessionsOf(long version)
    {
        Generation current = _sessions;
        if (current.Version == version)
        {
            return current;
        }

        var fresh = new Generation(version);
        if (version > current.Version)
        {
            _sessions = fresh;
        }

        return fresh;
    }

    /// <summary>Sessions as of one version.</summary>
    internal sealed class Generation(long version)
    {
        private readonly ConcurrentDictionary<long, SessionInfo> _byId = new();

        internal long Version => version;

        internal SessionInfo Of(RawConnection connection, BlobDecoder decoder, long id)
        {
            if (_byId.TryGetValue(id, out SessionInfo? info))
            {
                return info;
            }

            RawStatement find = connection.Prepared($"SELECT {CatalogueChecksums.SessionColumns} FROM sessions WHERE id=?1").Bind(1, id);
            if (!find.Step())
            {
                throw new StoreCorruptException(FormattableString.Invariant($"A block refers to the session {id}, which the catalogue does not hold. Restore the file from a backup."));
            }

            try
            {
                bool plain = find.IsNull(4);
                CatalogueChecksums.CheckSession(id, find);
                info = plain
                    ? new SessionInfo(find.Text(0), find.TextOrNull(1), find.TextOrNull(2), find.TextOrNull(3))
                    : SealedSessions.Read(decoder, find.Blob(0), find.Blob(4));
            }
            finally
            {
                find.Reset();
            }

            if (_byId.Count >= MaxSessions)
            {
                _byId.Clear();
            }

            _byId[id] = info;
            return info;
        }
    }
}
