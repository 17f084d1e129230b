using Shannon.Analytics.Documents.Text;
using Shannon.Analytics.Reporting.Documents;
using SkiaSharp;

namespace Shannon.Analytics.Documents.Pdf;

/// <summary>Lays key figures out in a grid of cards.</summary>
internal sealed class PdfFigures(PdfFlow flow, ReportValueFormat format)
{
    private const int Columns = 4;
    private const double Gap = 8;
    private const double Padding = 8;

    private static readonly TextStyle Label = new(8);
    private static readonly TextStyle Value = new(14.5, Bold: true);
    // As large as a date and time fit into a card on one line.
    private static readonly TextStyle Moment = new(10.5, Bold: true);
    private static readonly TextStyle Detail = new(7.5);

    private readonly double _width = (flow.Width - ((Columns - 1) * Gap)) / Columns;

    /// <summary>The height of all cards.</summary>
    internal double Height(IReadOnlyList<KeyFigure> figures) => figures.Chunk(Columns).Sum(row => Height([.. row.Select(Lines)]) + Gap);

    internal void Write(IReadOnlyList<KeyFigure> figures)
    {
        // Few cards stay together.
        double all = Height(figures);
        flow.Need(all <= flow.Full / 2 ? all : 0);
        foreach (KeyFigure[] row in figures.Chunk(Columns))
        {
            Line[][] cards = [.. row.Select(Lines)];
            double height = Height(cards);
            flow.Need(height + Gap);
            for (int index = 0; index < cards.Length; index++)
            {
                Card(cards[index], PdfFlow.Margin + (index * (_width + Gap)), height);
            }

            flow.Advance(height + Gap);
        }

        flow.Advance(-Gap);
    }

    private double Height(Line[][] cards) => Math.Min(flow.Full, cards.Max(lines => lines.Sum(line => PdfFlow.LineHeight(line.Style))) + (2 * Padding));

    private void Card(Line[] lines, double x, double height)
    {
        flow.Frame(x, flow.Y, _width, height, PdfColors.Line);
        double y = flow.Y + Padding;
        foreach (Line line in lines)
        {
            if (y + PdfFlow.LineHeight(line.Style) > flow.Y + height)
            {
                return;
            }

            flow.Text(line.Text, x + Padding, PdfFlow.Baseline(y, line.Style), line.Style, line.Color);
            y += PdfFlow.LineHeight(line.Style);
        }
    }

    private Line[] Lines(KeyFigure figure)
    {
        List<Line> lines = [];
        double room = _width - (2 * Padding);
        Add(figure.Label, Label, PdfColors.Muted);
        string value = format.Readable(figure.Value, figure.Unit);
        // A long unit goes below its number rather than breaking it.
        if (figure.Unit is { } unit && !figure.Value.IsMissing && flow.Typesetter.Width(value, Value) > room)
        {
            Add(format.Readable(figure.Value), Value, PdfColors.Ink);
            Add(unit, Detail, PdfColors.Muted);
        }
        else
        {
            Add(value, figure.Value.Kind == ReportValueKind.Time ? Moment : Value, PdfColors.Ink);
        }

        if (figure.Change is { } change)
        {
            SKColor color = change.Tone switch { ChangeTone.Good => PdfColors.Good, ChangeTone.Bad => PdfColors.Bad, _ => PdfColors.Muted };
            Add($"{PdfFlow.LeftToRight}{format.Change(change)} {change.Against}".TrimEnd(), Detail, color);
        }

        if (figure.Note is { } note)
        {
            Add(note, Detail, PdfColors.Muted);
        }

        return [.. lines];

        void Add(string text, TextStyle style, SKColor color) => lines.AddRange(flow.Typesetter.Lines(text, style, room).Select(part => new Line(part, style, color)));
    }

    private readonly record struct Line(string Text, TextStyle Style, SKColor Color);
}
