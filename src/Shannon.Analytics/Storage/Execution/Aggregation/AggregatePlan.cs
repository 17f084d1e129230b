using Shannon.Analytics.Storage.Execution.Buckets;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>What the functions of a query need of the rows, so that nothing else is read or kept. Immutable.</summary>
internal sealed class AggregatePlan
{
    internal AggregatePlan(AggregateQuery query)
    {
        Query = query;
        Grid = TimeGrid.Of(query.Bucket);
        Measurement = query.Selector?.Measurement;
        var probabilities = new List<double>();
        foreach (AggregateFunction function in query.Functions)
        {
            switch (function.Kind)
            {
                case AggregateKind.Count or AggregateKind.Rate:
                    CountsAll |= Measurement is null;
                    break;
                case AggregateKind.First or AggregateKind.Last:
                    NeedsEnds = true;
                    break;
                case AggregateKind.Percentile:
                    probabilities.Add(function.Rank / 100);
                    break;
                case AggregateKind.Distinct:
                    NeedsDistinct = true;
                    break;
                default:
                    NeedsMoments = true;
                    break;
            }
        }

        Probabilities = [.. probabilities];
        MayUseRollups = query.Precision == QueryPrecision.Approximate
            && !NeedsEnds && !NeedsDistinct && !query.IncludeCosts
            && query.SessionId is null && query.UserId is null && query.Project is null && query.Model is null
            && query.Attributes is null or { Count: 0 } && query.Measurements.Count == 0 && !query.ExcludeFailed
            && query.GroupBy.All(static key => key.Kind is GroupKeyKind.Name or GroupKeyKind.Category);
    }

    internal AggregateQuery Query { get; }

    internal TimeGrid? Grid { get; }

    /// <summary>The measurement that was named, if one was.</summary>
    internal string? Measurement { get; }

    /// <summary>Whether records without a value count too.</summary>
    internal bool CountsAll { get; }

    internal bool NeedsMoments { get; }

    /// <summary>Whether the first and last value are asked for.</summary>
    internal bool NeedsEnds { get; }

    internal bool NeedsDistinct { get; }

    internal bool NeedsCosts => Query.IncludeCosts;

    /// <summary>The percentiles asked for, 0 to 1, in the order of the functions.</summary>
    internal double[] Probabilities { get; }

    /// <summary>Whether all values of a group must be at hand together.</summary>
    internal bool NeedsAllValues => NeedsDistinct || Probabilities.Length > 0;

    /// <summary>Whether rollups can answer, as far as they reach: nothing is asked for that they do not keep.</summary>
    internal bool MayUseRollups { get; }

    /// <summary>Whether exact times are needed; else the directory's serve to say what an answer covers.</summary>
    internal bool NeedsTimes => Grid is not null || NeedsEnds || Query.Functions.Any(static function => function.Kind == AggregateKind.Rate);

    internal bool NeedsValues => NeedsMoments || NeedsEnds || NeedsAllValues;
}
