namespace Shannon.Analytics.Pricing;

/// <summary>Which cost counts where the source may have reported one itself.</summary>
public enum CostMode
{
    /// <summary>The reported cost where there is one, else the computed cost. The default.</summary>
    Auto,

    /// <summary>Always compute from tokens; reported costs are ignored.</summary>
    Calculate,

    /// <summary>Only what was reported; nothing is computed.</summary>
    Display,
}
