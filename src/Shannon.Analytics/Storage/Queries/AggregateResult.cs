namespace Shannon.Analytics.Storage.Queries;

/// <summary>The answer to an <see cref="AggregateQuery"/>, read from one snapshot.</summary>
/// <param name="Groups">The groups that have records, ordered by bucket, then by their keys (ordinal, absent ones first).</param>
/// <param name="Coverage">What it rests on.</param>
public sealed record AggregateResult(IReadOnlyList<AggregateGroup> Groups, QueryCoverage Coverage);
