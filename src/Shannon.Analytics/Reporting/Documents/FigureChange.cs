namespace Shannon.Analytics.Reporting.Documents;

/// <summary>How a figure moved.</summary>
public sealed record FigureChange
{
    /// <summary>By how much: usually a percentage (of kind <see cref="ReportValueKind.Percent"/>), else a difference. Negative is less.</summary>
    public required ReportValue Amount { get; init; }

    /// <summary>Whether that is welcome.</summary>
    public ChangeTone Tone { get; init; }

    /// <summary>Against what, such as <c>vs the 7 days before</c>, or <see langword="null"/> if it is clear.</summary>
    public string? Against { get; init; }
}
