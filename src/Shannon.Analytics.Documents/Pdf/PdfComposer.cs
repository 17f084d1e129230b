using System.Globalization;
using Shannon.Analytics.Documents.Text;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Documents;
using SkiaSharp;

namespace Shannon.Analytics.Documents.Pdf;

/// <summary>Lays a document out on pages, then draws them: the number of pages must be known before the first is drawn.</summary>
internal sealed class PdfComposer
{
    private static readonly TextStyle TitleStyle = new(22, Bold: true);
    private static readonly TextStyle SubtitleStyle = new(11.5);
    private static readonly TextStyle SectionStyle = new(15, Bold: true);
    private static readonly TextStyle FooterStyle = new(8);

    private readonly ReportDocument _document;
    private readonly Typesetter _typesetter;
    private readonly PdfFlow _flow;
    private readonly ReportValueFormat _format;

    internal PdfComposer(ReportDocument document, Typesetter typesetter, PageFormat pageFormat)
    {
        _document = document;
        _typesetter = typesetter;
        _flow = new PdfFlow(typesetter, pageFormat);
        _format = new ReportValueFormat(document.Presentation);
    }

    internal void Write(Stream output, IProgress<ReportExportProgress>? progress, CancellationToken cancellationToken)
    {
        Head();
        var blocks = new PdfBlocks(_flow, _format, cancellationToken);
        for (int index = 0; index < _document.Sections.Count; index++)
        {
            Section(_document.Sections[index], blocks, cancellationToken);
            progress?.Report(new ReportExportProgress { SectionsDone = index + 1, SectionsTotal = _document.Sections.Count });
        }

        Draw(output, cancellationToken);
    }

    private void Head()
    {
        _flow.Paragraph(_document.Title, TitleStyle, PdfColors.Ink);
        if (_document.Subtitle is { } subtitle)
        {
            _flow.Space(2);
            _flow.Paragraph(subtitle, SubtitleStyle, PdfColors.Muted);
        }

        _flow.Space(8);
        string facts = $"Period: {_format.Period(_document.Period)}    Generated: {_format.Readable(ReportValue.Time(_document.GeneratedAt))}    Times in: {_format.Zone(_document.GeneratedAt)}";
        _flow.Paragraph(facts, new TextStyle(9), PdfColors.Muted);
        _flow.Space(8);
        _flow.Rule();
        _flow.Space(6);
    }

    private void Section(ReportSection section, PdfBlocks blocks, CancellationToken cancellationToken)
    {
        _flow.Space(14);
        // A heading never stands alone at the foot of a page.
        _flow.Need(60 + (section.Blocks.Count == 0 ? 0 : blocks.Beginning(section.Blocks[0])));
        _flow.Paragraph(section.Title, SectionStyle, PdfColors.Ink);
        if (section.Lead is { } lead)
        {
            _flow.Space(2);
            _flow.Paragraph(lead, PdfFlow.Body, PdfColors.Muted);
        }

        foreach (ReportBlock block in section.Blocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            blocks.Write(block);
        }
    }

    private void Draw(Stream output, CancellationToken cancellationToken)
    {
        DateTime created = _document.GeneratedAt.UtcDateTime;
        var metadata = new SKDocumentPdfMetadata(SKDocumentPdfMetadata.DefaultRasterDpi)
        {
            Title = ReportValueFormat.Visible(_document.Title),
            Subject = ReportValueFormat.Visible(_document.Subtitle ?? _document.ReportType),
            Creator = "Shannon.Analytics",
            Creation = created,
            Modified = created,
        };
        NoteGlyphs(cancellationToken);
        using var stream = new SKManagedWStream(output);
        using SKDocument pdf = SKDocument.CreatePdf(stream, metadata);
        for (int page = 0; page < _flow.Pages.Count; page++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SKCanvas canvas = pdf.BeginPage((float)_flow.PageWidth, (float)_flow.PageHeight);
            Page(canvas, page);
            pdf.EndPage();
        }

        pdf.Close();
    }

    // Everything is drawn into nothing first, so that fonts are embedded with no more than what is drawn.
    private void NoteGlyphs(CancellationToken cancellationToken)
    {
        using var nowhere = new SKNoDrawCanvas((int)_flow.PageWidth, (int)_flow.PageHeight);
        for (int page = 0; page < _flow.Pages.Count; page++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Page(nowhere, page);
        }

        _typesetter.Drawing.CutToNeed();
    }

    private void Page(SKCanvas canvas, int page)
    {
        foreach (Action<SKCanvas> draw in _flow.Pages[page])
        {
            draw(canvas);
        }

        Footer(canvas, page);
    }

    private void Footer(SKCanvas canvas, int page)
    {
        double y = _flow.PageHeight - 26;
        string number = string.Create(CultureInfo.InvariantCulture, $"Page {page + 1} of {_flow.Pages.Count}");
        string title = _typesetter.Shorten(_document.Title, FooterStyle, _flow.Width - 90);
        _typesetter.Draw(canvas, title, PdfFlow.Margin, y, FooterStyle, PdfColors.Muted);
        _typesetter.Draw(canvas, number, PdfFlow.Margin + _flow.Width, y, FooterStyle, PdfColors.Muted, SKTextAlign.Right);
    }
}
