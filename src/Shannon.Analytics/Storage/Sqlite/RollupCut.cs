using Shannon.Analytics.Storage.Rollups;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>A rollup that is about to lose entries.</summary>
/// <param name="Rollup">Which.</param>
/// <param name="Rest">What stays of it.</param>
/// <param name="Records">How many records the entries stood for that go.</param>
internal sealed record RollupCut(RollupEntry Rollup, RollupPart Rest, long Records);
