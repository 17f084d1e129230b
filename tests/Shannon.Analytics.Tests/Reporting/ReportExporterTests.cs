using Shannon.Analytics.Reporting;
using Shannon.Analytics.Reporting.Formatting;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Reporting;

public class ReportExporterTests
{
    private static readonly ReportExporter Exporter = new(new ReportFormatterRegistry());

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static Task<string> ExportAsync(string path, ReportExportOptions? options = null, string format = "markdown", CancellationToken? cancellationToken = null) =>
        Exporter.ExportAsync(SomeSections.Everything(), format, path, options, cancellationToken ?? Cancelled);

    [Fact]
    public async Task Export_IntoMissingFolders_MakesThemAndReturnsThePath()
    {
        using var folder = new TempFolder();
        string path = await ExportAsync(folder.File("a/b/report.md"));
        Assert.Equal(folder.File("a/b/report.md"), path);
        Assert.StartsWith("# Usage summary", await File.ReadAllTextAsync(path, Cancelled), StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(folder.File("a/b")));
    }

    [Fact]
    public async Task Export_OverAFile_IsRefusedUnlessAllowed()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("report.md"), "precious", Cancelled);

        var exception = await Assert.ThrowsAsync<ReportExportException>(() => ExportAsync(folder.File("report.md")));
        Assert.Equal(ReportExportProblem.FileExists, exception.Problem);
        Assert.Equal("precious", await File.ReadAllTextAsync(folder.File("report.md"), Cancelled));

        await ExportAsync(folder.File("report.md"), new ReportExportOptions { Overwrite = true });
        Assert.StartsWith("# Usage", await File.ReadAllTextAsync(folder.File("report.md"), Cancelled), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(folder.FullPath));
    }

    [Fact]
    public async Task Export_WhenAFileAppearsMeanwhile_LeavesItAlone()
    {
        using var folder = new TempFolder();
        var options = new ReportExportOptions { Progress = new ProgressCallback(() => File.WriteAllText(folder.File("report.md"), "precious")) };
        var exception = await Assert.ThrowsAsync<ReportExportException>(() => ExportAsync(folder.File("report.md"), options));
        Assert.Equal(ReportExportProblem.FileExists, exception.Problem);
        Assert.Equal("precious", await File.ReadAllTextAsync(folder.File("report.md"), Cancelled));
        Assert.Single(Directory.GetFiles(folder.FullPath));
    }

    [Theory]
    [InlineData("../report.md")]
    [InlineData("a/../../report.md")]
    [InlineData("/tmp/report.md")]
    [InlineData("..")]
    [InlineData(".")]
    public async Task Export_OutOfTheBaseDirectory_IsRefused(string path)
    {
        using var folder = new TempFolder();
        var options = new ReportExportOptions { BaseDirectory = folder.File("base") };
        var exception = await Assert.ThrowsAsync<ReportExportException>(() => ExportAsync(path, options));
        Assert.Equal(ReportExportProblem.OutsideBaseDirectory, exception.Problem);
        Assert.Empty(Directory.GetFileSystemEntries(folder.FullPath));
    }

    [Fact]
    public async Task Export_ToANeighbourWithTheSamePrefix_IsRefused()
    {
        using var folder = new TempFolder();
        var options = new ReportExportOptions { BaseDirectory = folder.File("base") };
        await Assert.ThrowsAsync<ReportExportException>(() => ExportAsync("../base2/report.md", options));
    }

    [Fact]
    public async Task Export_WithinTheBaseDirectory_StartsThere()
    {
        using var folder = new TempFolder();
        string path = await ExportAsync("2026/03/report.md", new ReportExportOptions { BaseDirectory = folder.File("base") });
        Assert.Equal(folder.File("base/2026/03/report.md"), path);
        Assert.True(File.Exists(path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Export_ThroughALinkOutOfTheBaseDirectory_IsRefused(bool nested)
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("base"));
        Directory.CreateDirectory(folder.File("outside/deep"));
        Directory.CreateSymbolicLink(folder.File("base/link"), folder.File("outside"));
        // A link to a place that looks as if it were inside, through another link.
        Directory.CreateSymbolicLink(folder.File("base/second"), folder.File("base/link/deep"));
        var exception = await Assert.ThrowsAsync<ReportExportException>(() => ExportAsync(nested ? "second/report.md" : "link/report.md", new ReportExportOptions { BaseDirectory = folder.File("base") }));
        Assert.Equal(ReportExportProblem.OutsideBaseDirectory, exception.Problem);
        Assert.Empty(Directory.GetFiles(folder.FullPath, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Export_ToAFolder_IsRefused()
    {
        using var folder = new TempFolder();
        var exception = await Assert.ThrowsAsync<ReportExportException>(() => ExportAsync(folder.FullPath));
        Assert.Equal(ReportExportProblem.WriteFailed, exception.Problem);
    }

    [Fact]
    public async Task Export_UnderAFile_FailsNamingThePath()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("file"), "x", Cancelled);
        var exception = await Assert.ThrowsAsync<ReportExportException>(() => ExportAsync(folder.File("file/report.md")));
        Assert.Equal(ReportExportProblem.WriteFailed, exception.Problem);
        Assert.Contains("report.md", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\0b.md")]
    [InlineData("a\nb.md")]
    [InlineData(" ")]
    public async Task Export_ToAPathOfControlCharacters_IsRefused(string path) => await Assert.ThrowsAsync<ArgumentException>(() => ExportAsync(path));

    [Fact]
    public async Task Export_WithAnUnknownFormat_NamesThePackageThatHasIt()
    {
        using var folder = new TempFolder();
        var pdf = await Assert.ThrowsAsync<ReportExportException>(() => ExportAsync(folder.File("x"), format: "pdf"));
        Assert.Equal(ReportExportProblem.UnknownFormat, pdf.Problem);
        Assert.Contains("Shannon.Analytics.Documents", pdf.Message, StringComparison.Ordinal);
        var other = await Assert.ThrowsAsync<ReportExportException>(() => ExportAsync(folder.File("x"), format: "docx"));
        Assert.Contains("csv, html, json, markdown", other.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.FullPath));
    }

    [Fact]
    public async Task Export_Cancelled_LeavesNothing()
    {
        using var folder = new TempFolder();
        using var cancellation = new CancellationTokenSource();
        var options = new ReportExportOptions { Progress = new ProgressCallback(cancellation.Cancel) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ExportAsync(folder.File("report.md"), options, cancellationToken: cancellation.Token));
        Assert.Empty(Directory.GetFiles(folder.FullPath));
    }

    [Fact]
    public async Task Export_WhenTheFormatterFails_LeavesNothingAndTheOldFile()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("report.md"), "precious", Cancelled);
        var options = new ReportExportOptions { Overwrite = true, Progress = new ProgressCallback(() => throw new InvalidOperationException("broken")) };
        await Assert.ThrowsAsync<InvalidOperationException>(() => ExportAsync(folder.File("report.md"), options));
        Assert.Equal("precious", await File.ReadAllTextAsync(folder.File("report.md"), Cancelled));
        Assert.Single(Directory.GetFiles(folder.FullPath));
    }

    [Theory]
    [InlineData("html")]
    [InlineData("csv")]
    [InlineData("md")]
    public async Task Export_TellsItsProgressBySections(string format)
    {
        using var folder = new TempFolder();
        List<ReportExportProgress> seen = [];
        await ExportAsync(folder.File("report"), new ReportExportOptions { Progress = new ProgressCallback(seen.Add) }, format);
        Assert.Equal([0.2, 0.4, 0.6, 0.8, 1.0], seen.Select(step => step.Fraction));
    }
}
