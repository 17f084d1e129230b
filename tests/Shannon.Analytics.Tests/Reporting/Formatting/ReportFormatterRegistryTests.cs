using NSubstitute;
using Shannon.Analytics.Documents;
using Shannon.Analytics.Reporting.Formatting;

namespace Shannon.Analytics.Tests.Reporting.Formatting;

public class ReportFormatterRegistryTests
{
    [Fact]
    public void Formats_AtFirst_AreThoseOfTheCore() => Assert.Equal(["csv", "html", "json", "markdown"], new ReportFormatterRegistry().Formats);

    [Fact]
    public void Formats_WithDocuments_AreAllOfTheSpecificationAndMarkdown() => Assert.Equal(["csv", "excel", "html", "json", "markdown", "pdf"], new ReportFormatterRegistry().AddDocuments().Formats);

    [Theory]
    [InlineData("excel", "excel")]
    [InlineData("XLSX", "excel")]
    [InlineData("md", "markdown")]
    [InlineData("Html", "html")]
    public void Find_ByNameOrExtensionInAnyCase(string asked, string found) => Assert.Equal(found, new ReportFormatterRegistry().AddDocuments().Find(asked).Format);

    [Fact]
    public void Register_OfAKnownName_ReplacesIt()
    {
        var mine = Formatter("html", ".htm");
        ReportFormatterRegistry registry = new ReportFormatterRegistry().Register(mine);
        Assert.Same(mine, registry.Find("html"));
        Assert.Equal(4, registry.Formats.Count);
    }

    [Theory]
    [InlineData("x", "x")]
    [InlineData("x", ".")]
    [InlineData("", ".x")]
    public void Register_WithoutANameOrExtension_IsRefused(string format, string extension) => Assert.Throws<ArgumentException>(() => new ReportFormatterRegistry().Register(Formatter(format, extension)));

    [Fact]
    public void AddDocuments_WithAFontThatIsNone_SaysWhich()
    {
        var exception = Assert.Throws<FileNotFoundException>(() => new ReportFormatterRegistry().AddDocuments(new DocumentOptions { FontFiles = ["missing.ttf"] }));
        Assert.Contains("missing.ttf", exception.Message, StringComparison.Ordinal);
    }

    private static IReportFormatter Formatter(string format, string extension)
    {
        var formatter = Substitute.For<IReportFormatter>();
        formatter.Format.Returns(format);
        formatter.FileExtension.Returns(extension);
        return formatter;
    }
}
