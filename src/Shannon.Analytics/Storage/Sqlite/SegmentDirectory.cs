using System.Collections.Concurrent;
using Shannon.Analytics.Storage.Segments;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// The segments without their columns, remembered between queries until <c>segments_version</c> in the file says that they changed, and the
/// headers that queries asked for, under a bound of memory. Thread-safe.
/// </summary>
internal sealed class SegmentDirectory(long maxHeaderBytes)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<long, SegmentHeader> _headers = new();
    private IReadOnlyList<SegmentEntry> _entries = [];
    private long _version = -1;
    private long _headerBytes;

    /// <summary>The segments of the snapshot that <paramref name="connection"/> has open, by rising id.</summary>
    internal IReadOnlyList<SegmentEntry> Load(RawConnection connection, long version)
    {
        lock (_lock)
        {
            if (version == _version)
            {
                return _entries;
            }

            List<SegmentEntry> entries = SegmentTable.ReadAll(connection);
            if (version > _version)
            {
                (_entries, _version) = (entries, version);
                ForgetGone(entries);
            }

            return entries;
        }
    }

    internal SegmentHeader? FindHeader(long id) => _headers.GetValueOrDefault(id);

    internal void AddHeader(long id, SegmentHeader header)
    {
        if (Interlocked.Add(ref _headerBytes, header.Bytes) > maxHeaderBytes || !_headers.TryAdd(id, header))
        {
            // Full: what is remembered stays, the rest is read again when it is needed.
            Interlocked.Add(ref _headerBytes, -header.Bytes);
        }
    }

    private void ForgetGone(List<SegmentEntry> entries)
    {
        if (_headers.IsEmpty)
        {
            return;
        }

        var left = new HashSet<long>(entries.Count);
        foreach (SegmentEntry entry in entries)
        {
            left.Add(entry.Id);
        }

        foreach (long id in _headers.Keys)
        {
            if (!left.Contains(id) && _headers.TryRemove(id, out SegmentHeader? gone))
            {
                Interlocked.Add(ref _headerBytes, -gone.Bytes);
            }
        }
    }
}
