namespace Shannon.Analytics.Aggregation;

/// <summary>Which coefficient says how two metrics go together.</summary>
public enum CorrelationMethod
{
    /// <summary>Pearson's product-moment coefficient: linear relations.</summary>
    Pearson,

    /// <summary>Spearman's rank coefficient: monotonic relations, robust against outliers.</summary>
    Spearman,

    /// <summary>Kendall's tau-b: the surplus of pairs in the same order, corrected for ties.</summary>
    Kendall,
}
