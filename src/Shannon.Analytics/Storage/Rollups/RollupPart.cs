namespace Shannon.Analytics.Storage.Rollups;

/// <summary>A rollup that goes into a stored one, with whose numbers it holds.</summary>
/// <param name="Block">By quarters of an hour.</param>
/// <param name="Header">Its metrics, sessions and users.</param>
internal sealed record RollupPart(RollupBlock Block, RollupHeader Header)
{
    /// <summary>Whether an entry, by the place of its metric and its start, is taken; null for all.</summary>
    internal Func<int, long, bool>? Takes { get; init; }

    /// <summary>Visits the entries that are taken, with their metric's place.</summary>
    internal IEnumerable<(int Name, int Entry)> Entries
    {
        get
        {
            for (int name = 0; name + 1 < Block.NameStarts.Length; name++)
            {
                for (int entry = Block.NameStarts[name]; entry < Block.NameStarts[name + 1]; entry++)
                {
                    if (Takes is null || Takes(name, Block.Starts[entry]))
                    {
                        yield return (name, entry);
                    }
                }
            }
        }
    }
}
