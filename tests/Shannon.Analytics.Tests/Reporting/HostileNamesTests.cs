using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsvHelper;
using Shannon.Analytics.Tests.Reporting.Formatting;

namespace Shannon.Analytics.Tests.Reporting;

/// <summary>Hostile names in the data, through every report in every format: nothing is executed, lost or mangled.</summary>
public partial class HostileNamesTests
{
    // Where every name of its kind is listed; the others show the most notable ones.
    private static readonly string[] Complete = ["detailed", "cost", "comparison"];

    public static TheoryData<string> Kinds => [.. EveryReport.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Json_HoldsTheNamesExactly(string kind)
    {
        await using HostileNames hostile = await HostileNames.OpenAsync();
        string json = await Rendered.TextAsync(await hostile.MakeAsync(kind), "json");

        using var document = JsonDocument.Parse(json);
        Assert.DoesNotContain('<', json);
        AssertHolds(kind, hostile.Names, TextsOf(document.RootElement).ToHashSet(StringComparer.Ordinal), static name => name);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Csv_HoldsTheNamesAndNoFormula(string kind)
    {
        await using HostileNames hostile = await HostileNames.OpenAsync();
        string csv = await Rendered.TextAsync(await hostile.MakeAsync(kind), "csv");

        var cells = new HashSet<string>(StringComparer.Ordinal);
        using var text = new StringReader(csv.TrimStart('\uFEFF'));
        using var reader = CsvReader.Create(text, new CsvReaderOptions { TrimWhitespace = false });
        foreach (var record in reader)
        {
            for (int i = 0; i < record.FieldCount; i++)
            {
                string cell = record[i].ToString();
                cells.Add(cell);
                Assert.True(cell.Length == 0 || "=+@\t\r＝".IndexOf(cell[0], StringComparison.Ordinal) < 0, cell);
                Assert.True(!cell.StartsWith('-') || double.TryParse(cell, System.Globalization.CultureInfo.InvariantCulture, out _), cell);
            }
        }

        AssertHolds(kind, hostile.Names, cells, name => cells.Contains(name) ? name : "'" + name);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Html_HasNoElementThatANameMade(string kind)
    {
        await using HostileNames hostile = await HostileNames.OpenAsync();
        string html = await Rendered.TextAsync(await hostile.MakeAsync(kind), "html");

        string[] known = [.. Tag().Matches(await Rendered.TextAsync(SomeSections.Everything(), "html")).Select(static tag => tag.Value), .. Tag().Matches(await Rendered.TextAsync(HostileReport.Create(), "html")).Select(static tag => tag.Value)];
        Assert.Empty(Tag().Matches(html).Select(static tag => tag.Value).Distinct().Except(known));
        Assert.DoesNotMatch(Handler(), html);
        Assert.DoesNotContain('\u202E', html);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Markdown_KeepsEveryTableInShape(string kind)
    {
        await using HostileNames hostile = await HostileNames.OpenAsync();
        string markdown = await Rendered.TextAsync(await hostile.MakeAsync(kind), "markdown");

        Assert.DoesNotContain("<script", markdown, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(Link(), markdown);
        string[] lines = markdown.Split('\n');
        for (int line = 1; line < lines.Length; line++)
        {
            Assert.True(!lines[line].StartsWith('|') || !lines[line - 1].StartsWith('|') || Pipe().Count(lines[line]) == Pipe().Count(lines[line - 1]), lines[line]);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Workbook_HoldsTheNamesAndNoFormula(string kind)
    {
        await using HostileNames hostile = await HostileNames.OpenAsync();
        byte[] workbook = await Rendered.BytesAsync(await hostile.MakeAsync(kind), "excel");

        using var zip = new ZipArchive(new MemoryStream(workbook));
        var texts = new HashSet<string>(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in zip.Entries.Where(static entry => entry.FullName.Contains("worksheets", StringComparison.Ordinal)))
        {
            using Stream stream = entry.Open();
            var sheet = System.Xml.Linq.XElement.Load(stream, System.Xml.Linq.LoadOptions.PreserveWhitespace);
            Assert.DoesNotContain(sheet.Descendants(), static element => element.Name.LocalName == "f");
            texts.UnionWith(sheet.Descendants().Where(static element => element.Name.LocalName == "t").Select(static element => Escape().Replace(element.Value, static code => ((char)Convert.ToInt32(code.Groups["code"].Value, 16)).ToString())));
        }

        AssertHolds(kind, hostile.Names, texts, static name => name);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Pdf_IsAPlainDocument(string kind)
    {
        await using HostileNames hostile = await HostileNames.OpenAsync();

        string pdf = Encoding.Latin1.GetString(await Rendered.BytesAsync(await hostile.MakeAsync(kind), "pdf"));

        Assert.StartsWith("%PDF-", pdf, StringComparison.Ordinal);
        Assert.EndsWith("%%EOF", pdf.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotMatch("/(JavaScript|JS|Launch|URI|OpenAction|EmbeddedFile)\\b", pdf);
    }

    private static void AssertHolds(string kind, IReadOnlyList<string> names, HashSet<string> held, Func<string, string> written)
    {
        Assert.True(names.Count >= HostileReport.Texts.Length - 3, "The store took too few of the names for this test to mean something.");
        if (Complete.Contains(kind))
        {
            Assert.All(names, name => Assert.Contains(written(name), held));
        }
        else if (kind == "summary")
        {
            Assert.True(names.Count(name => held.Contains(written(name))) >= names.Count / 2);
        }
    }

    private static IEnumerable<string> TextsOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static property => TextsOf(property.Value).Prepend(property.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(TextsOf),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };

    [GeneratedRegex("</?[a-zA-Z][a-zA-Z0-9]*", RegexOptions.None, 5000)]
    private static partial Regex Tag();

    [GeneratedRegex("<[^>]*\\son[a-z]+\\s*=", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Handler();

    [GeneratedRegex(@"(?<!\\)(?:\\\\)*\]\(", RegexOptions.None, 5000)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<!\\)(?:\\\\)*\|", RegexOptions.None, 5000)]
    private static partial Regex Pipe();

    [GeneratedRegex("_x(?<code>[0-9A-Fa-f]{4})_", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Escape();
}
