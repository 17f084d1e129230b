namespace Shannon.Analytics.Reporting.Documents;

/// <summary>Paragraphs of plain text.</summary>
public sealed record TextBlock : ReportBlock
{
    /// <summary>The paragraphs.</summary>
    public required IReadOnlyList<string> Paragraphs { get; init; }

    /// <summary>How loud it is.</summary>
    public TextTone Tone { get; init; }
}
