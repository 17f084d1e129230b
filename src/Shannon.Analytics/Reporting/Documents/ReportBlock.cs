namespace Shannon.Analytics.Reporting.Documents;

/// <summary>One thing on the page: figures, a table, a chart, text or recommendations.</summary>
public abstract record ReportBlock
{
    private protected ReportBlock()
    {
    }

    /// <summary>A stable name for machines in snake_case, unique in its section.</summary>
    public required string Key { get; init; }

    /// <summary>The title, or <see langword="null"/> for none. Charts and tables should have one: it is what a screen reader announces.</summary>
    public string? Title { get; init; }
}
