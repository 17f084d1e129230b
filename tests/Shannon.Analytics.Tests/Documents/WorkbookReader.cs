using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Documents;

/// <summary>Reads workbooks without the library that writes them: as the zip of XML that they are, or through LibreOffice. Sheets in their order, rows of cells.</summary>
internal static class WorkbookReader
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static readonly XNamespace Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static readonly XNamespace Table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
    private static readonly XNamespace Office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
    private static readonly XNamespace Text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";

    /// <summary>The sheets of a workbook as XML, by name.</summary>
    internal static List<KeyValuePair<string, XElement>> Sheets(byte[] workbook)
    {
        using var zip = new ZipArchive(new MemoryStream(workbook));
        Dictionary<string, string> targets = Load(zip, "xl/_rels/workbook.xml.rels").Elements().ToDictionary(one => one.Attribute("Id")!.Value, one => one.Attribute("Target")!.Value.TrimStart('/'));
        return [.. Load(zip, "xl/workbook.xml").Descendants(Main + "sheet").Select(sheet => KeyValuePair.Create(sheet.Attribute("name")!.Value, Load(zip, targets[sheet.Attribute(Relations + "id")!.Value])))];
    }

    internal static XElement Load(ZipArchive zip, string path)
    {
        using Stream stream = (zip.GetEntry(path) ?? zip.GetEntry("xl/" + path))!.Open();
        return XElement.Load(stream, LoadOptions.PreserveWhitespace);
    }

    internal static List<WorkbookCell[][]> Read(byte[] workbook) => [.. Sheets(workbook).Select(sheet => sheet.Value.Descendants(Main + "row").Select(RowOf).ToArray())];

    internal static async Task<List<WorkbookCell[][]>> ReadByLibreOfficeAsync(byte[] workbook)
    {
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder.File("report.xlsx"), workbook);
        await ChildProcess.RunAsync("soffice", [$"-env:UserInstallation=file://{folder.File("profile")}", "--headless", "--convert-to", "fods", "--outdir", folder.FullPath, folder.File("report.xlsx")]);
        XElement document = XElement.Load(folder.File("report.fods"), LoadOptions.PreserveWhitespace);
        return [.. document.Descendants(Table + "table").Select(sheet => sheet.Descendants(Table + "table-row").SelectMany(Repeated).ToArray())];

        // The empty rows to the end of the sheet are one that repeats; no row of a report does.
        static IEnumerable<WorkbookCell[]> Repeated(XElement row) => row.Attribute(Table + "number-rows-repeated") is { Value.Length: > 4 } ? [] : Enumerable.Repeat(OpenRowOf(row), (int?)row.Attribute(Table + "number-rows-repeated") ?? 1);
    }

    private static WorkbookCell[] RowOf(XElement row)
    {
        var cells = new List<WorkbookCell>();
        foreach (XElement cell in row.Elements(Main + "c"))
        {
            int column = cell.Attribute("r")!.Value.TakeWhile(char.IsAsciiLetter).Aggregate(0, (number, letter) => (number * 26) + letter - 'A' + 1);
            cells.AddRange(Enumerable.Repeat(default(WorkbookCell), column - 1 - cells.Count));
            cells.Add(cell.Attribute("t")?.Value switch
            {
                "inlineStr" => new WorkbookCell(Text: cell.Value),
                "b" => new WorkbookCell(Flag: cell.Value == "1"),
                null => new WorkbookCell(Number: double.Parse(cell.Value, CultureInfo.InvariantCulture)),
                var other => throw new InvalidOperationException($"A cell of the type {other}."),
            });
        }

        return [.. cells];
    }

    private static WorkbookCell[] OpenRowOf(XElement row) =>
    [
        // The empty ones to the end of the sheet are one that repeats.
        .. row.Elements(Table + "table-cell").Select(cell => (Cell: OpenCellOf(cell), Times: (int?)cell.Attribute(Table + "number-columns-repeated") ?? 1)).Where(cell => cell.Times < 1000).SelectMany(cell => Enumerable.Repeat(cell.Cell, cell.Times)),
    ];

    private static WorkbookCell OpenCellOf(XElement cell) => cell.Attribute(Office + "value-type")?.Value switch
    {
        null => default,
        "string" => new WorkbookCell(Text: string.Join('\n', cell.Elements(Text + "p").Select(paragraph => paragraph.Value))),
        "boolean" => new WorkbookCell(Flag: (bool)cell.Attribute(Office + "boolean-value")!),
        "date" => new WorkbookCell(Time: DateTime.Parse(cell.Attribute(Office + "date-value")!.Value, CultureInfo.InvariantCulture)),
        _ => new WorkbookCell(Number: (double)cell.Attribute(Office + "value")!),
    };
}
