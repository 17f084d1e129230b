using System.Globalization;
using Shannon.Analytics.Reporting.Documents;

namespace Shannon.Analytics.Reporting.Formatting;

/// <summary>Writes the frame of the page and its sections.</summary>
internal sealed class HtmlWriter(ReportDocument document)
{
    private readonly ReportValueFormat _format = new(document.Presentation);

    internal string Head(string style)
    {
        string theme = document.Presentation.Theme switch { ReportTheme.Light => "light", ReportTheme.Dark => "dark", _ => "auto" };
        var html = new Html();
        html.Raw($"<!doctype html>\n<html lang=\"en\" data-theme=\"{theme}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Raw($"<meta name=\"color-scheme\" content=\"{(theme == "auto" ? "light dark" : theme)}\">\n<meta name=\"generator\" content=\"Shannon.Analytics\">\n");
        // Should anything ever get past the encoding, the browser still runs and loads nothing.
        html.Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n");
        html.Element("title", document.Title).Raw("\n<style>\n").Raw(style).Raw("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to content</a>\n");
        html.Raw("<header class=\"page\">\n").Element("h1", document.Title).Raw("\n");
        if (document.Subtitle is { } subtitle)
        {
            html.Element("p class=\"subtitle\"", subtitle).Raw("\n");
        }

        html.Raw("<dl class=\"meta\">");
        Fact(html, "Period", _format.Period(document.Period));
        Fact(html, "Generated", _format.Readable(ReportValue.Time(document.GeneratedAt)));
        Fact(html, "Times in", _format.Zone(document.GeneratedAt));
        html.Raw("</dl>\n</header>\n");
        Contents(html);
        return html.Raw("<main id=\"main\">\n").ToString();
    }

    internal static string Tail() => "</main>\n<footer class=\"page\"><p>Made with Shannon.Analytics</p></footer>\n</body>\n</html>\n";

    internal string Section(ReportSection section, int index)
    {
        string id = Id(index);
        var html = new Html();
        html.Raw($"<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">").Text(section.Title).Raw("</h2>\n");
        if (section.Lead is { } lead)
        {
            html.Element("p class=\"lead\"", lead).Raw("\n");
        }

        var blocks = new HtmlBlocks(html, _format);
        for (int block = 0; block < section.Blocks.Count; block++)
        {
            blocks.Write(section.Blocks[block], string.Create(CultureInfo.InvariantCulture, $"{id}-{block + 1}"));
        }

        return html.Raw("</section>\n").ToString();
    }

    private void Contents(Html html)
    {
        if (document.Sections.Count < 2)
        {
            return;
        }

        html.Raw("<nav aria-label=\"Sections\"><ul>");
        for (int index = 0; index < document.Sections.Count; index++)
        {
            html.Raw($"<li><a href=\"#{Id(index)}\">").Text(document.Sections[index].Title).Raw("</a></li>");
        }

        html.Raw("</ul></nav>\n");
    }

    private static void Fact(Html html, string name, string value) => html.Raw("<div>").Element("dt", name).Element("dd", value).Raw("</div>");

    private static string Id(int section) => string.Create(CultureInfo.InvariantCulture, $"section-{section + 1}");
}
