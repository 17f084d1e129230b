namespace Shannon.Analytics.Pipelines;

/// <summary>How stored records lie together.</summary>
public enum StoragePartitioning
{
    /// <summary>By UTC day, as the embedded store's segments do.</summary>
    Daily,
}
