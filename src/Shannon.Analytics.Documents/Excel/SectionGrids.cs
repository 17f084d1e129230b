using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Documents.Excel;

/// <summary>Lays a section out on sheets: its figures, texts and advice on one, every table and the points of every chart on one of their own.</summary>
internal static class SectionGrids
{
    private static readonly string[] FigureHead = ["Figure", "Value", "Unit", "Change", "Note"];

    internal static IEnumerable<Grid> Of(ReportDocument document, ReportSection section, bool isFirst)
    {
        List<IReadOnlyList<ReportValue>> rows = isFirst ? [.. HeadRows(document)] : [];
        if (section.Lead is { } lead)
        {
            rows.Add([ReportValue.Text(section.Title), ReportValue.Text(lead)]);
        }

        rows.AddRange(section.Blocks.SelectMany(FigureRows));
        if (rows.Count > 0)
        {
            yield return new Grid { Name = section.Title, Head = FigureHead, Rows = rows };
        }

        foreach (ReportBlock block in section.Blocks)
        {
            if ((block as TableBlock ?? (block as ChartBlock)?.ToTable()) is { } table)
            {
                yield return new Grid { Name = table.Title ?? $"{section.Title} {table.Key}", Head = [.. table.Columns.Select(column => column.Heading)], Rows = table.Rows, Totals = table.Totals };
            }
        }
    }

    /// <summary>Only what the report is.</summary>
    internal static Grid Head(ReportDocument document) => new() { Name = "Report", Head = FigureHead, Rows = HeadRows(document) };

    private static IEnumerable<IReadOnlyList<ReportValue>> HeadRows(ReportDocument document)
    {
        yield return [ReportValue.Text("Report"), ReportValue.Text(document.Title)];
        yield return [ReportValue.Text("From"), ReportValue.Time(document.Period.Start)];
        yield return [ReportValue.Text("To"), ReportValue.Time(document.Period.End)];
        yield return [ReportValue.Text("Generated"), ReportValue.Time(document.GeneratedAt)];
        yield return [ReportValue.Text("Times in"), ReportValue.Text(new ReportValueFormat(document.Presentation).Zone(document.GeneratedAt))];
    }

    private static IEnumerable<IReadOnlyList<ReportValue>> FigureRows(ReportBlock block) => block switch
    {
        KeyFiguresBlock figures => figures.Figures.Select(Row),
        TextBlock text => text.Paragraphs.Select(paragraph => (IReadOnlyList<ReportValue>)[ReportValue.Text(text.Tone == TextTone.Warning ? "Warning" : "Note"), ReportValue.Text(paragraph)]),
        RecommendationsBlock advice => advice.Items.SelectMany(Rows),
        _ => [],
    };

    private static IReadOnlyList<ReportValue> Row(KeyFigure figure) =>
        [ReportValue.Text(figure.Label), figure.Value, ReportValue.Text(figure.Unit), figure.Change?.Amount ?? default, ReportValue.Text(string.Join(". ", new[] { figure.Change?.Against, figure.Note }.OfType<string>()) is { Length: > 0 } note ? note : null)];

    private static IEnumerable<IReadOnlyList<ReportValue>> Rows(RecommendationItem item)
    {
        yield return [ReportValue.Text(item.Title), item.Saving, ReportValue.Text(item.SavingNote), default, ReportValue.Text(item.Text)];
        foreach (KeyFigure figure in item.Evidence)
        {
            yield return Row(figure);
        }
    }
}
