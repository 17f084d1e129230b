using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Documents.Excel;

/// <summary>Writes a document as a workbook.</summary>
internal sealed class WorkbookWriter(ReportDocument document)
{
    private readonly SheetNames _names = new();
    private readonly List<(string Name, string Id)> _sheets = [];

    internal void Write(Stream output, IProgress<ReportExportProgress>? progress, CancellationToken cancellationToken)
    {
        using var package = SpreadsheetDocument.Create(output, SpreadsheetDocumentType.Workbook);
        package.PackageProperties.Title = XmlText.Of(document.Title);
        package.PackageProperties.Creator = "Shannon.Analytics";
        package.PackageProperties.Created = document.GeneratedAt.UtcDateTime;
        WorkbookPart workbook = package.AddWorkbookPart();
        workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = CellStyles.Sheet();
        for (int index = 0; index < document.Sections.Count; index++)
        {
            foreach (Grid grid in SectionGrids.Of(document, document.Sections[index], isFirst: index == 0))
            {
                Add(workbook, grid, cancellationToken);
            }

            progress?.Report(new ReportExportProgress { SectionsDone = index + 1, SectionsTotal = document.Sections.Count });
        }

        if (document.Sections.Count == 0)
        {
            // A workbook without a sheet is a damaged one.
            Add(workbook, SectionGrids.Head(document), cancellationToken);
        }

        workbook.Workbook = new Workbook(new Sheets(_sheets.Select((sheet, index) => new Sheet { Name = sheet.Name, SheetId = (uint)index + 1, Id = sheet.Id })));
    }

    private void Add(WorkbookPart workbook, Grid grid, CancellationToken cancellationToken)
    {
        WorksheetPart part = workbook.AddNewPart<WorksheetPart>();
        using (OpenXmlWriter writer = OpenXmlWriter.Create(part))
        {
            new SheetWriter(writer, document.Presentation, cancellationToken).Write(grid);
        }

        _sheets.Add((_names.Take(grid.Name), workbook.GetIdOfPart(part)));
    }
}
