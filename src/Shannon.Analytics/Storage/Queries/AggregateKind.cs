namespace Shannon.Analytics.Storage.Queries;

/// <summary>What an <see cref="AggregateFunction"/> computes of the values of a group.</summary>
public enum AggregateKind
{
    /// <summary>How many values there are.</summary>
    Count,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their mean.</summary>
    Average,

    /// <summary>The least.</summary>
    Minimum,

    /// <summary>The greatest.</summary>
    Maximum,

    /// <summary>The sample standard deviation (divisor n - 1); undefined below two values.</summary>
    StandardDeviation,

    /// <summary>The value of the earliest record, the lower id among equals.</summary>
    First,

    /// <summary>The value of the latest record, the higher id among equals.</summary>
    Last,

    /// <summary>Records per second: the count divided by the length of the bucket; without buckets, of the time between the first and the last record asked for.</summary>
    Rate,

    /// <summary>A percentile by linear interpolation: type 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996.</summary>
    Percentile,

    /// <summary>How many different values there are.</summary>
    Distinct,
}
