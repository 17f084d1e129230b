namespace Shannon.Analytics.Pipelines;

/// <summary>What a filter does with records that match.</summary>
public enum FilterMode
{
    /// <summary>Keeps them and drops the others.</summary>
    Keep,

    /// <summary>Drops them and keeps the others.</summary>
    Drop,
}
