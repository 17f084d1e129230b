using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shannon.Analytics.Reporting;

namespace Shannon.Analytics.Tests.Reporting.Formatting;

public partial class HtmlReportFormatterTests
{
    [Fact]
    public async Task Write_Everything_LoadsNothingAndRunsNothing()
    {
        string html = await Rendered.TextAsync(SomeSections.Everything(), "html");
        Assert.DoesNotMatch(ReachesOut(), html);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"en\" data-theme=\"auto\">", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReportTheme.Light, "light")]
    [InlineData(ReportTheme.Dark, "dark")]
    public async Task Write_InATheme_IsMarkedWithIt(ReportTheme theme, string word)
    {
        string html = await Rendered.TextAsync(SomeSections.Everything(), "html", new ReportPresentation { Theme = theme, Title = "Mine & yours" });
        Assert.Contains($"data-theme=\"{word}\"", html, StringComparison.Ordinal);
        Assert.Contains("<title>Mine &amp; yours</title>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_Charts_AreNamedForThoseWhoCannotSeeThem()
    {
        string html = await Rendered.TextAsync(SomeSections.Everything(), "html");
        int charts = SomeSections.Everything().Sections.SelectMany(section => section.Blocks).OfType<Shannon.Analytics.Reporting.Documents.ChartBlock>().Count();
        Assert.Equal(charts * 2, NamedChart().Count(html));
        Assert.Equal(charts, Regex.Count(html, "<details class=\"data\">", RegexOptions.None, TimeSpan.FromSeconds(5)));
        Assert.Equal(Regex.Count(html, "<table", RegexOptions.None, TimeSpan.FromSeconds(5)), Regex.Count(html, "<caption", RegexOptions.None, TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task Write_HostileTexts_IsWellFormedAndHoldsThemAsText()
    {
        string html = await Rendered.TextAsync(HostileReport.Create(), "html");

        // The page is written as XML as well, but for three void elements of its head: a parser that forgives nothing finds every text.
        string xml = VoidElements().Replace(html, "$0</${tag}>").Replace("<!doctype html>", string.Empty, StringComparison.Ordinal);
        var page = XDocument.Parse(xml, LoadOptions.PreserveWhitespace);
        HashSet<string> cells = [.. page.Descendants("bdi").Select(cell => cell.Value)];
        foreach (string text in HostileReport.Texts.Append(HostileReport.Huge))
        {
            string visible = Shannon.Analytics.Reporting.Documents.ReportValueFormat.Visible(text);
            Assert.True(cells.Contains(visible), visible);
        }

        Assert.Empty(page.Descendants("script"));
        Assert.Empty(page.Descendants("img"));
        Assert.Empty(page.Descendants("iframe"));
        Assert.DoesNotContain(page.Descendants().SelectMany(element => element.Attributes()), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        Assert.All(page.Descendants().SelectMany(element => element.Attributes("href")), link => Assert.StartsWith("#", link.Value, StringComparison.Ordinal));
        Assert.Equal(page.Descendants().Attributes("id").Count(), page.Descendants().Attributes("id").Select(id => id.Value).Distinct().Count());
    }

    /// <summary>axe cannot judge text in SVG, so the colours themselves are judged: 4.5 : 1 for text, 3 : 1 for lines and bars (WCAG 2.2, 1.4.3 and 1.4.11).</summary>
    [Fact]
    public async Task Style_EveryPalette_HasEnoughContrast()
    {
        string html = await Rendered.TextAsync(SomeSections.Everything(), "html");
        var palettes = Palette().Matches(html).Select(block => Variable().Matches(block.Value).ToDictionary(one => one.Groups["name"].Value, one => one.Groups["color"].Value)).ToList();
        Assert.Equal(4, palettes.Count);
        foreach (Dictionary<string, string> colors in palettes)
        {
            foreach (string ground in new[] { "bg", "card", "soft" })
            {
                Assert.All(["ink", "muted"], text => Enough(colors, text, ground, 4.5));
            }

            Assert.All(["good", "bad"], text => Enough(colors, text, "card", 4.5));
            Assert.All(["accent"], text => Enough(colors, text, "bg", 4.5));
            Assert.All(["note-bg", "warn-bg"], ground => Enough(colors, "ink", ground, 4.5));
            Assert.All(Enumerable.Range(0, 8), series => Enough(colors, $"s{series}", "card", 3));
        }
    }

    private static void Enough(Dictionary<string, string> colors, string front, string ground, double least)
    {
        double one = Luminance(colors[front]);
        double other = Luminance(colors[ground]);
        double contrast = (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);
        Assert.True(contrast >= least, $"{front} {colors[front]} on {ground} {colors[ground]}: {contrast:0.00}");
    }

    private static double Luminance(string color)
    {
        double[] parts = [.. Enumerable.Range(0, 3).Select(part => int.Parse(color.AsSpan(1 + (part * 2), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0).Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4))];
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    [GeneratedRegex("<script|<link|<img|@import|url\\(|src=|href=\"(?!#)", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ReachesOut();

    [GeneratedRegex("<svg class=\"(wide|narrow)\" role=\"img\" viewBox=\"[^\"]+\" aria-label=\"[^\"]{20,}\">", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex NamedChart();

    [GeneratedRegex("<(?<tag>meta)[^>]*>", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex VoidElements();

    [GeneratedRegex("--bg: [^}]+}", RegexOptions.Singleline, 5000)]
    private static partial Regex Palette();

    [GeneratedRegex("--(?<name>[a-z0-9-]+): (?<color>#[0-9a-f]{6})", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Variable();
}
