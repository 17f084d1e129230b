using System.Globalization;
using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting.Formatting;

/// <summary>A document as one long list of figures and texts; without its tables and charts.</summary>
internal static class LongRows
{
    private const string Head = "report";

    internal static IEnumerable<LongRow> Of(ReportDocument document)
    {
        yield return new LongRow(Head, "type", ReportValue.Text(document.ReportType));
        yield return new LongRow(Head, "title", ReportValue.Text(document.Title));
        yield return new LongRow(Head, "generated_at", ReportValue.Time(document.GeneratedAt));
        yield return new LongRow(Head, "start", ReportValue.Time(document.Period.Start));
        yield return new LongRow(Head, "end", ReportValue.Time(document.Period.End));
        foreach (LongRow row in document.Sections.SelectMany(Of))
        {
            yield return row;
        }
    }

    private static IEnumerable<LongRow> Of(ReportSection section)
    {
        if (section.Lead is not null)
        {
            yield return new LongRow(section.Key, "lead", ReportValue.Text(section.Lead));
        }

        foreach (ReportBlock block in section.Blocks)
        {
            IEnumerable<LongRow> rows = block switch
            {
                KeyFiguresBlock figures => figures.Figures.SelectMany(figure => Of(section.Key, figure.Key, figure)),
                TextBlock text => text.Paragraphs.Select((paragraph, index) => new LongRow(section.Key, string.Create(CultureInfo.InvariantCulture, $"{text.Key}.{index + 1}"), ReportValue.Text(paragraph))),
                RecommendationsBlock advice => advice.Items.SelectMany(item => Of(section.Key, item)),
                _ => [],
            };
            foreach (LongRow row in rows)
            {
                yield return row;
            }
        }
    }

    private static IEnumerable<LongRow> Of(string section, RecommendationItem item)
    {
        yield return new LongRow(section, item.Key, ReportValue.Text(item.Title));
        if (item.Text is not null)
        {
            yield return new LongRow(section, item.Key + ".text", ReportValue.Text(item.Text));
        }

        yield return new LongRow(section, item.Key + ".saving", item.Saving, Unit(item.Saving, item.SavingNote));
        foreach (LongRow row in item.Evidence.SelectMany(figure => Of(section, $"{item.Key}.{figure.Key}", figure)))
        {
            yield return row;
        }
    }

    private static IEnumerable<LongRow> Of(string section, string key, KeyFigure figure)
    {
        yield return new LongRow(section, key, figure.Value, Unit(figure.Value, figure.Unit));
        if (figure.Change is { } change)
        {
            yield return new LongRow(section, key + ".change", change.Amount, Unit(change.Amount, change.Against));
        }

        if (figure.Note is not null)
        {
            yield return new LongRow(section, key + ".note", ReportValue.Text(figure.Note));
        }
    }

    /// <summary>What the raw number counts, and whatever else is to be known about it.</summary>
    private static string? Unit(ReportValue value, string? given)
    {
        string? own = value.Kind switch
        {
            ReportValueKind.Money => "USD",
            ReportValueKind.Duration => "s",
            ReportValueKind.Bytes => "bytes",
            ReportValueKind.Percent => "share",
            _ => null,
        };
        return own is null ? given : given is null ? own : $"{own} {given}";
    }
}
