using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Execution;
using Shannon.Analytics.Storage.Rollups;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// Finds the entries of rollups that a deletion is about. A rollup cannot be split by record: an entry goes whole if its metric and any of its time
/// are meant, and the session or user, if one is named, took part in its rollup; conditions on anything else cannot be told apart and spare nothing.
/// Not thread-safe.
/// </summary>
internal sealed class RollupRemoval(RecordPredicate query)
{
    private readonly HashSet<long> _clean = [];

    /// <summary>The next rollups that lose entries, at most <paramref name="most"/>.</summary>
    internal List<RollupCut> Choose(Snapshot snapshot, CompiledPredicate predicate, int most, CancellationToken cancellationToken)
    {
        var cuts = new List<RollupCut>();
        long[]? sessionsOfUser = null;
        foreach (RollupEntry rollup in snapshot.Rollups)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (cuts.Count == most)
            {
                break;
            }

            if (_clean.Contains(rollup.Id))
            {
                continue;
            }

            if (rollup.MaxTime >= predicate.From && rollup.MinTime <= predicate.To
                && snapshot.HeaderOf(rollup) is var header && MayHold(snapshot, header, ref sessionsOfUser)
                && Cut(snapshot, rollup, header, predicate) is { } cut)
            {
                cuts.Add(cut);
            }
            else
            {
                _clean.Add(rollup.Id);
            }
        }

        return cuts;
    }

    private bool MayHold(Snapshot snapshot, RollupHeader header, ref long[]? sessionsOfUser)
    {
        if (query.SessionId is { } session && !(snapshot.FindSession(session) is { } id && header.MayHoldSession(id)))
        {
            return false;
        }

        if (query.UserId is not { } user || header.MayHoldUser(user))
        {
            return true;
        }

        sessionsOfUser ??= snapshot.SessionsOfUser(user);
        return Array.Exists(sessionsOfUser, header.MayHoldSession);
    }

    private static RollupCut? Cut(Snapshot snapshot, RollupEntry rollup, RollupHeader header, CompiledPredicate predicate)
    {
        MetricName[] names = snapshot.NamesOf(header.NameIds);
        bool[] wanted = Array.ConvertAll(names, predicate.Wants);
        if (!wanted.Contains(true))
        {
            return null;
        }

        RollupBlock block = snapshot.BlockOf(rollup, RollupLevel.Quarters);
        var rest = new RollupPart(block, header) { Takes = (name, start) => !wanted[name] || start > predicate.To || start + block.Width - 1 < predicate.From };
        long records = rollup.Records - rest.Entries.Sum(entry => block.Records[entry.Entry]);
        return records > 0 ? new RollupCut(rollup, rest, records) : null;
    }
}
