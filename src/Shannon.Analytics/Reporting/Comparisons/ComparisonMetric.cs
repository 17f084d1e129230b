namespace Shannon.Analytics.Reporting.Comparisons;

/// <summary>What two periods are compared by.</summary>
public enum ComparisonMetric
{
    /// <summary>Different sessions.</summary>
    Sessions,

    /// <summary>Prompts: records with a response time.</summary>
    Prompts,

    /// <summary>Tokens.</summary>
    Tokens,

    /// <summary>Cost in US dollars.</summary>
    Cost,

    /// <summary>Errors.</summary>
    Errors,

    /// <summary>The mean response time in seconds.</summary>
    Performance,
}
