namespace Shannon.Analytics.Pricing;

/// <summary>How records say where their cost comes from: the name of the attribute, and its values, each spelled once.</summary>
public static class CostSourceNames
{
    /// <summary>The attribute's name.</summary>
    public const string Attribute = "cost_source";

    /// <summary>The source of the usage said it.</summary>
    public const string Reported = "reported";

    /// <summary>Tokens times prices.</summary>
    public const string Computed = "computed";

    /// <summary>No price is known; the cost is unknown.</summary>
    public const string Unpriced = "unpriced";

    /// <summary>None was reported, and the cost mode asks for reported ones alone.</summary>
    public const string None = "none";

    /// <summary>The value for a source.</summary>
    /// <param name="source">The source.</param>
    public static string Of(CostSource source) => source switch
    {
        CostSource.Reported => Reported,
        CostSource.Computed => Computed,
        CostSource.Unpriced => Unpriced,
        _ => None,
    };
}
