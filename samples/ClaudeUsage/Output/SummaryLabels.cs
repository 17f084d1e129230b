namespace ClaudeUsage.Output;

/// <summary>The labels at the beginning of the lines below the tables.</summary>
internal static class SummaryLabels
{
    public const string Total = "Total";
    public const string Latest = "Latest";
    public const string Unpriced = "Unpriced";
    public const string Skipped = "Skipped";
    public const string Failed = "Not read";
    public const string Read = "Read";
    public const string Database = "Database";
    public const string Costs = "Costs";

    /// <summary>Cells of a label with the space after it.</summary>
    public const int Width = 10;
}
