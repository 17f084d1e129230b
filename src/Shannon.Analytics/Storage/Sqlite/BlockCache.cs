using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// Decoded journal blocks under a bound of memory, the least recently used going first. A block is known by its first id and revision,
/// which together never stand for other bytes. Thread-safe.
/// </summary>
internal sealed class BlockCache(long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(long FirstId, long Revision), LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _order = new();
    private long _bytes;
    private long _misses;

    internal long Bytes => Interlocked.Read(ref _bytes);

    internal long Misses => Interlocked.Read(ref _misses);

    internal DecodedBlock? Find(long firstId, long revision)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue((firstId, revision), out LinkedListNode<Entry>? node))
            {
                _order.Remove(node);
                _order.AddFirst(node);
                return node.Value.Block;
            }

            _misses++;
            return null;
        }
    }

    internal void Add(long firstId, long revision, DecodedBlock block)
    {
        if (block.Bytes > maxBytes / 4)
        {
            return;
        }

        lock (_lock)
        {
            if (_entries.ContainsKey((firstId, revision)))
            {
                return;
            }

            _entries.Add((firstId, revision), _order.AddFirst(new Entry(firstId, revision, block)));
            _bytes += block.Bytes;
            while (_bytes > maxBytes && _order.Last is { } oldest)
            {
                _order.RemoveLast();
                _entries.Remove((oldest.Value.FirstId, oldest.Value.Revision));
                _bytes -= oldest.Value.Block.Bytes;
            }
        }
    }

    private sealed record Entry(long FirstId, long Revision, DecodedBlock Block);
}
