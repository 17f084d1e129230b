using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>The records that were replaced or erased but still lie in a block or segment, by rising id. Immutable.</summary>
internal sealed class DeadRecords
{
    private readonly long[] _ids;
    private readonly long[] _replacedBy;
    private readonly Lazy<Dictionary<long, long>> _replaced;

    /// <param name="ids">Rising.</param>
    /// <param name="replacedBy">The record that took each one's place; 0 if it was erased.</param>
    internal DeadRecords(long[] ids, long[] replacedBy)
    {
        _ids = ids;
        _replacedBy = replacedBy;
        _replaced = new Lazy<Dictionary<long, long>>(FindReplaced);
    }

    internal static DeadRecords None { get; } = new([], []);

    internal int Count => _ids.Length;

    internal ReadOnlySpan<long> Ids => _ids;

    internal ReadOnlySpan<long> ReplacedBy => _replacedBy;

    /// <summary>The stretch of entries whose ids lie in a range, both ends included.</summary>
    internal (int Start, int End) Between(long minId, long maxId) => (LowerBound(minId), maxId == long.MaxValue ? _ids.Length : LowerBound(maxId + 1));

    /// <summary>True if a record was dead already when <paramref name="asOfId"/> was the last id.</summary>
    internal bool Contains(long id, long asOfId)
    {
        int index = Array.BinarySearch(_ids, id);
        return index >= 0 && _replacedBy[index] <= asOfId;
    }

    /// <summary>The record whose place another one took; null if it took none's.</summary>
    internal long? ReplacedOf(long id) => _replaced.Value.TryGetValue(id, out long replaced) ? replaced : null;

    /// <summary>Which record each row took the place of: as a segment notes it, else as the dead records say.</summary>
    /// <param name="noted">What a segment notes.</param>
    /// <param name="keys">The rows' keys: without one nothing is replaced.</param>
    /// <param name="ids">The rows' ids.</param>
    /// <param name="count">How many rows there are.</param>
    internal DecodedNumbers<long>? AddReplaced(DecodedNumbers<long>? noted, DecodedText? keys, long[] ids, int count)
    {
        if (keys is null || (Count == 0 && noted is null))
        {
            return null;
        }

        long[] replaced = new long[count];
        bool[] present = new bool[count];
        for (int i = 0; i < count; i++)
        {
            if (keys.Codes[i] >= 0 && (noted?.Has(i) == true ? noted.Values[i] : ReplacedOf(ids[i])) is { } id)
            {
                (replaced[i], present[i]) = (id, true);
            }
        }

        return new DecodedNumbers<long>(string.Empty, replaced, present);
    }

    private Dictionary<long, long> FindReplaced()
    {
        var replaced = new Dictionary<long, long>(_ids.Length);
        for (int i = 0; i < _ids.Length; i++)
        {
            if (_replacedBy[i] != 0)
            {
                replaced[_replacedBy[i]] = _ids[i];
            }
        }

        return replaced;
    }

    private int LowerBound(long id)
    {
        int index = Array.BinarySearch(_ids, id);
        return index < 0 ? ~index : index;
    }
}
