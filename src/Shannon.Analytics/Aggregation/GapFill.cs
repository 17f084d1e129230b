namespace Shannon.Analytics.Aggregation;

/// <summary>What stands for a bucket without records.</summary>
public enum GapFill
{
    /// <summary>Nothing: the bucket is left out. The default.</summary>
    None,

    /// <summary>A row of zeros.</summary>
    Zero,

    /// <summary>A row of absent values; counts and sums are 0.</summary>
    Null,

    /// <summary>The values of the bucket before; absent before the first.</summary>
    Previous,
}
