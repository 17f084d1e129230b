using Shannon.Analytics.Documents.Text;
using Shannon.Analytics.Reporting.Charts;
using Shannon.Analytics.Reporting.Documents;
using SkiaSharp;

namespace Shannon.Analytics.Documents.Pdf;

/// <summary>Lays out what sections are made of.</summary>
internal sealed class PdfBlocks(PdfFlow flow, ReportValueFormat format, CancellationToken cancellationToken)
{
    private const double ChartUnits = 720;

    private static readonly TextStyle BlockTitle = new(10.5, Bold: true);
    private static readonly TextStyle Small = new(8);

    private readonly PdfFigures _figures = new(flow, format);

    /// <summary>How much of a block must stand below its heading: all of a chart, of figures and of a short table, some of the rest.</summary>
    internal double Beginning(ReportBlock block) => block switch
    {
        ChartBlock chart => Math.Min(flow.Full - 100, ChartLayout.Create(chart, format, ChartUnits).Height * flow.Width / ChartUnits) + 40,
        KeyFiguresBlock figures => Math.Min(flow.Full / 2, _figures.Height(figures.Figures)),
        TableBlock table => new PdfTable(flow, format, table, cancellationToken).Beginning() + 30,
        _ => 70,
    };

    internal void Write(ReportBlock block)
    {
        flow.Space(12);
        switch (block)
        {
            case KeyFiguresBlock figures:
                Title(block.Title, 60);
                _figures.Write(figures.Figures);
                break;
            case TableBlock table:
                var rows = new PdfTable(flow, format, table, cancellationToken);
                Title(table.Title, rows.Beginning());
                rows.Write();
                break;
            case ChartBlock chart:
                Chart(chart);
                break;
            case TextBlock text:
                Title(block.Title, 30);
                Paragraphs(text);
                break;
            case RecommendationsBlock advice:
                Title(block.Title, 60);
                foreach (RecommendationItem item in advice.Items)
                {
                    Recommendation(item);
                }

                break;
        }
    }

    /// <summary>A title that stays with what follows, of which so much must fit below it.</summary>
    private void Title(string? title, double following)
    {
        if (title is null)
        {
            return;
        }

        flow.Need(following + 20);
        flow.Paragraph(title, BlockTitle, PdfColors.Ink);
        flow.Space(4);
    }

    private void Chart(ChartBlock chart)
    {
        ChartDrawing drawing = ChartLayout.Create(chart, format, ChartUnits);
        double scale = flow.Width / ChartUnits;
        double height = drawing.Height * scale;
        // A heat map of hundreds of lines is longer than a page: it is drawn smaller then, whole.
        if (height > flow.Full - 24)
        {
            scale *= (flow.Full - 24) / height;
            height = flow.Full - 24;
        }

        Title(chart.Title, height);
        flow.Need(height);
        double top = flow.Y;
        flow.Draw(canvas =>
        {
            canvas.Save();
            canvas.Translate((float)PdfFlow.Margin, (float)top);
            canvas.Scale((float)scale);
            PdfChart.Draw(canvas, drawing, flow.Typesetter);
            canvas.Restore();
        });
        flow.Advance(height);
    }

    private void Paragraphs(TextBlock text)
    {
        if (text.Tone == TextTone.Plain)
        {
            foreach (string paragraph in text.Paragraphs)
            {
                flow.Paragraph(paragraph, PdfFlow.Body, PdfColors.Ink);
                flow.Space(4);
            }

            return;
        }

        (SKColor fill, SKColor bar) = text.Tone == TextTone.Warning ? (PdfColors.WarningFill, PdfColors.WarningLine) : (PdfColors.NoteFill, PdfColors.NoteLine);
        foreach (string paragraph in text.Paragraphs)
        {
            string said = text.Tone == TextTone.Warning ? "Warning: " + paragraph : paragraph;
            double line = PdfFlow.LineHeight(PdfFlow.Body);
            foreach (string part in flow.Typesetter.Lines(said, PdfFlow.Body, flow.Width - 24))
            {
                // Line by line, so that a text of any length crosses pages with its bar.
                flow.Need(line + 8);
                flow.Fill(PdfFlow.Margin, flow.Y, flow.Width, line + 5, fill);
                flow.Fill(PdfFlow.Margin, flow.Y, 2.5, line + 5, bar);
                flow.Text(part, PdfFlow.Margin + 12, PdfFlow.Baseline(flow.Y + 2.5, PdfFlow.Body), PdfFlow.Body, PdfColors.Ink);
                flow.Advance(line);
            }

            flow.Advance(5);
            flow.Space(4);
        }
    }

    private void Recommendation(RecommendationItem item)
    {
        flow.Space(6);
        flow.Need(70);
        flow.Rule();
        flow.Advance(6);
        flow.Paragraph(item.Title, new TextStyle(10, Bold: true), PdfColors.Ink);
        if (!item.Saving.IsMissing)
        {
            flow.Paragraph($"Saves about {format.Readable(item.Saving)} {item.SavingNote}".TrimEnd(), PdfFlow.Body, PdfColors.Good);
        }

        if (item.Text is { } text)
        {
            flow.Space(2);
            flow.Paragraph(text, PdfFlow.Body, PdfColors.Ink);
        }

        flow.Space(2);
        foreach (KeyFigure figure in item.Evidence)
        {
            string note = figure.Note is { } said ? $" ({said})" : string.Empty;
            flow.Paragraph($"{PdfFlow.LeftToRight}{figure.Label}: {format.Readable(figure.Value, figure.Unit)}{note}", Small, PdfColors.Muted);
        }
    }
}
