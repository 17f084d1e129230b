using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// Decides inside a commit which keyed rows of a block are stored, and writes down who holds their keys. Of rows without a merger the higher rank wins. A row
/// with a merger is stored only if nobody holds its key and aliases, or just those records that it was merged with. Nearly all keys are new: they are written
/// down at once, as if every row stayed, and put right for rows that move up because others do not stay. Belongs to the writer thread.
/// </summary>
internal sealed class KeyResolver
{
    // Within the block a negative id stands for the row that holds the key so far: -1 for row 0.
    private readonly Dictionary<string, KeyTable.Holder> _ofBlock = new(StringComparer.Ordinal);
    private readonly List<Name> _names = [];
    private readonly SortedSet<long> _holders = [];
    private byte[] _hashes = [];
    private bool[] _keep = [];
    private long[] _replaces = [];
    private RawConnection _connection = null!;
    private CatalogueCipher? _cipher;
    private long _firstId;

    /// <summary>A key or an alias of a row; its hash has the same place among the hashes. It is written if nobody held it.</summary>
    private readonly record struct Name(int Row, long Rank, bool IsAlias, bool IsWritten = false);

    internal static bool[] AllTrue(int count)
    {
        bool[] keep = new bool[count];
        Array.Fill(keep, true);
        return keep;
    }

    /// <summary>Drops the rows that are not stored, and says for each that stays which record it replaces (0 for none).</summary>
    internal void Resolve(RawConnection connection, PreparedBlock block, long firstId, CatalogueCipher? cipher)
    {
        (_connection, _cipher, _firstId) = (connection, cipher, firstId);
        BlockBuilder builder = block.Builder;
        _ofBlock.Clear();
        _names.Clear();
        _keep = AllTrue(builder.Count);
        _replaces = new long[builder.Count];
        PendingAppend[] owners = OwnersOf(block);
        builder.VisitKeys((row, key, rank) =>
        {
            PendingAppend owner = owners[row];
            int first = _names.Count;
            KeyTable.Holder? holder = Find(key, new Name(row, rank, IsAlias: false));
            if (owner.Terms is { } terms)
            {
                ResolveMerging(block, terms, row, key, rank, holder);
            }
            else
            {
                ResolveRanked(owners, row, rank, holder);
            }

            if (_keep[row])
            {
                _ofBlock[key] = new KeyTable.Holder(-row - 1, rank);
                for (int i = 0; owner.Terms?.AliasAt(block.FirstRow + row, i) is { } alias; i++)
                {
                    _ofBlock.TryAdd(alias, new KeyTable.Holder(-row - 1, rank, IsAlias: true));
                }
            }
            else
            {
                TakeBack(first, _names.Count);
                _names.RemoveRange(first, _names.Count - first);
            }
        });

        Compact(block);
    }

    /// <summary>Writes down who holds the keys of the rows that stayed, and which records are replaced. The block has its ids.</summary>
    internal void Record(RawConnection connection, PreparedBlock block)
    {
        for (int i = 0; i < _names.Count; i++)
        {
            Name name = _names[i];
            if (!name.IsWritten)
            {
                KeyTable.Set(connection, HashAt(i), new KeyTable.Holder(block.FirstId + name.Row, name.Rank, name.IsAlias));
            }

            if (!name.IsAlias && block.Replaces![name.Row] is > 0 and var replaced)
            {
                KeyTable.MarkDead(connection, replaced, block.FirstId + name.Row);
            }
        }

        foreach (var (row, others) in block.AlsoReplaces ?? [])
        {
            foreach (long replaced in others)
            {
                KeyTable.MarkDead(connection, replaced, block.FirstId + row);
            }
        }
    }

    private static PendingAppend[] OwnersOf(PreparedBlock block)
    {
        var owners = new PendingAppend[block.Builder.Count];
        int next = 0;
        foreach (PendingAppend append in block.Appends)
        {
            int rows = append.OwnBlocks is null ? append.Count : owners.Length;
            owners.AsSpan(next, rows).Fill(append);
            next += rows;
        }

        return owners;
    }

    private void ResolveRanked(PendingAppend[] owners, int row, long rank, KeyTable.Holder? holder)
    {
        // What is known by an alias is only merged: a copy without a merger would take the whole away.
        if (holder is { } held && (held.IsAlias || held.Rank >= rank))
        {
            _keep[row] = false;
            owners[row].Duplicates++;
            return;
        }

        if (holder is { Id: < 0 } earlier)
        {
            int loser = (int)(-earlier.Id - 1);
            _keep[loser] = false;
            owners[loser].Duplicates++;
            owners[loser].Replaced -= _replaces[loser] > 0 ? 1 : 0;
            _replaces[row] = _replaces[loser];
        }
        else
        {
            _replaces[row] = holder?.Id ?? 0;
        }

        owners[row].Replaced += _replaces[row] > 0 ? 1 : 0;
    }

    private void ResolveMerging(PreparedBlock block, MergeTerms terms, int row, string key, long rank, KeyTable.Holder? holder)
    {
        PendingAppend owner = block.Appends[0];
        int place = block.FirstRow + row;
        bool isKnown = true;
        _holders.Clear();
        Note(holder);
        for (int i = 0; terms.AliasAt(place, i) is { } alias; i++)
        {
            if (!string.Equals(alias, key, StringComparison.Ordinal))
            {
                Note(Find(alias, new Name(row, rank, IsAlias: true)));
            }
        }

        ReadOnlySpan<long> merged = terms.MergedAt(place);
        if (IsHeldByJust(merged))
        {
            Replace(block, owner, row);
            return;
        }

        _keep[row] = false;
        if (merged.IsEmpty && _holders.Count == 1 && holder is { IsAlias: false, Id: > 0 } held && terms.MergerAt(place).Covers(held.Rank, rank))
        {
            owner.Duplicates++;
        }
        else
        {
            terms.Conflicts.Add(new MergeConflict(place, _holders.Min < 0 ? [] : [.. _holders], isKnown));
        }

        void Note(KeyTable.Holder? found)
        {
            isKnown &= found is not null;
            if (found is { } other)
            {
                _holders.Add(other.Id);
            }
        }
    }

    private bool IsHeldByJust(ReadOnlySpan<long> merged)
    {
        bool isSame = _holders.Count == merged.Length;
        for (int i = 0; i < merged.Length && isSame; i++)
        {
            isSame = _holders.Contains(merged[i]);
        }

        return isSame;
    }

    private void Replace(PreparedBlock block, PendingAppend owner, int row)
    {
        if (_holders.Count == 0)
        {
            return;
        }

        _replaces[row] = _holders.Min;
        owner.Replaced++;
        if (_holders.Count > 1)
        {
            (block.AlsoReplaces ??= [])[row] = [.. _holders.Skip(1)];
        }
    }

    // Each name is hashed once, here; Record finds the hashes of the rows that stay.
    private KeyTable.Holder? Find(string text, Name name)
    {
        int place = _names.Count;
        if (_hashes.Length < (place + 1) * KeyTable.HashBytes)
        {
            Array.Resize(ref _hashes, Math.Max(_hashes.Length * 2, 64 * KeyTable.HashBytes));
        }

        Span<byte> hash = HashAt(place);
        KeyTable.Hash(text, _cipher, hash);
        bool isOfBlock = _ofBlock.TryGetValue(text, out KeyTable.Holder own);
        bool isNew = !isOfBlock && KeyTable.TryAdd(_connection, hash, new KeyTable.Holder(_firstId + name.Row, name.Rank, name.IsAlias));
        _names.Add(name with { IsWritten = isNew });
        return isOfBlock ? own : isNew ? null : KeyTable.Find(_connection, hash);
    }

    private void Compact(PreparedBlock block)
    {
        int[] places = new int[_keep.Length];
        int kept = 0;
        for (int row = 0; row < _keep.Length; row++)
        {
            places[row] = kept;
            if (_keep[row])
            {
                _replaces[kept++] = _replaces[row];
            }
        }

        block.Builder.Compact(_keep);
        block.Replaces = _replaces;
        block.AlsoReplaces = block.AlsoReplaces?.ToDictionary(entry => places[entry.Key], entry => entry.Value);
        int left = 0;
        for (int i = 0; i < _names.Count; i++)
        {
            Name name = _names[i];
            if (_keep[name.Row])
            {
                HashAt(i).CopyTo(HashAt(left));
                _names[left++] = name with { Row = places[name.Row], IsWritten = name.IsWritten && places[name.Row] == name.Row };
            }
            else
            {
                TakeBack(i, i + 1);
            }
        }

        _names.RemoveRange(left, _names.Count - left);
    }

    private void TakeBack(int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            if (_names[i].IsWritten)
            {
                KeyTable.Remove(_connection, HashAt(i), _firstId + _names[i].Row);
            }
        }
    }

    private Span<byte> HashAt(int place) => _hashes.AsSpan(place * KeyTable.HashBytes, KeyTable.HashBytes);
}
