namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>One query's part in a pass over the rows.</summary>
/// <param name="Plan">What it computes.</param>
/// <param name="State">Where it is gathered.</param>
/// <param name="Predicate">Which rows it is about.</param>
/// <param name="Pass">The same within the time that this pass reads.</param>
/// <param name="FindAlone">Whether it gains from knowing which groups of rows have a time to themselves.</param>
internal readonly record struct AggregatePart(AggregatePlan Plan, AggregateState State, CompiledPredicate Predicate, CompiledPredicate Pass, bool FindAlone);
