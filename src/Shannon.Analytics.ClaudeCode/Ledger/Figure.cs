namespace Shannon.Analytics.ClaudeCode.Ledger;

/// <summary>A number of a record that several sources may tell.</summary>
/// <param name="Name">The measurement, or the attribute of a truth value.</param>
/// <param name="Preferred">Whose value counts, best first, and all of them; empty if the largest does.</param>
internal sealed record Figure(string Name, params LedgerSource[] Preferred)
{
    /// <summary>True if it is an attribute that holds true or false, 1 and 0 as a number.</summary>
    internal bool IsTruth { get; init; }
}
