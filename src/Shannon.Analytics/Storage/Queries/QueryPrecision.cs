namespace Shannon.Analytics.Storage.Queries;

/// <summary>How exact the answer to a query must be.</summary>
public enum QueryPrecision
{
    /// <summary>From the records themselves, all of them. The default.</summary>
    Exact,

    /// <summary>
    /// From rollups wherever they can answer: counts, sums, means, deviations, least and greatest values stay exact, percentiles are within 1 % of a
    /// value. Reaches back beyond retention.
    /// </summary>
    Approximate,
}
