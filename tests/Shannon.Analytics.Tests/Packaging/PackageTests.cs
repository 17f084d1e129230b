using System.IO.Compression;
using System.Text;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Packaging;

/// <summary>What <c>dotnet pack</c> yields, and what a host that publishes trimmed gets.</summary>
public class PackageTests
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Shannon.Analytics")]
    [InlineData("Shannon.Analytics.ClaudeCode")]
    [InlineData("Shannon.Analytics.Documents")]
    [InlineData("Shannon.Analytics.Hosting")]
    [InlineData("Shannon.Analytics.Testing")]
    public async Task Pack_EveryPackage_HasReadmeDocumentationSymbolsAndLicence(string package)
    {
        using var folder = new TempFolder();

        await DotnetAsync(RepositoryRoot.FullPath, ["pack", $"src/{package}", "-c", Configuration, "--no-build", "-o", folder.FullPath]);

        string path = Assert.Single(Directory.GetFiles(folder.FullPath, "*.nupkg"));
        using ZipArchive content = await ZipFile.OpenReadAsync(path, Cancelled);
        Assert.NotNull(content.GetEntry("README.md"));
        Assert.NotNull(content.GetEntry($"lib/net10.0/{package}.dll"));
        Assert.True(content.GetEntry($"lib/net10.0/{package}.xml")!.Length > 500);
        string manifest = await ReadAsync(content.GetEntry($"{package}.nuspec")!);
        Assert.Contains("<license type=\"expression\">MIT</license>", manifest, StringComparison.Ordinal);
        Assert.Contains("<readme>README.md</readme>", manifest, StringComparison.Ordinal);

        // Analyzers stay ours, and a host may use later versions of what we rest on.
        Assert.DoesNotContain("Meziantou", manifest, StringComparison.Ordinal);
        Assert.DoesNotContain("version=\"[", manifest, StringComparison.Ordinal);

        using ZipArchive symbols = await ZipFile.OpenReadAsync(Assert.Single(Directory.GetFiles(folder.FullPath, "*.snupkg")), Cancelled);
        Assert.NotNull(symbols.GetEntry($"lib/net10.0/{package}.pdb"));
    }

    [Fact]
    public async Task Build_WithARemote_LinksSymbolsToItsSources()
    {
        Requires.Tool("git");
        if (!Directory.Exists(RepositoryRoot.Combine(".git")) && !File.Exists(RepositoryRoot.Combine(".git")))
        {
            Requires.Missing("Needs a git checkout: there is no .git folder.");
        }

        using var folder = new TempFolder();
        string clone = folder.File("clone");
        await ChildProcess.RunAsync("git", ["clone", "--quiet", RepositoryRoot.FullPath, clone]);
        await ChildProcess.RunAsync("git", ["remote", "set-url", "origin", "https://github.com/example/shannon.git"], clone);

        await DotnetAsync(clone, ["build", "src/Shannon.Analytics.Testing", "-c", "Release", "--nologo", "-v", "quiet"]);

        string symbols = Path.Combine(clone, "src", "Shannon.Analytics.Testing", "bin", "Release", "net10.0", "Shannon.Analytics.Testing.pdb");
        string text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(symbols, Cancelled));
        Assert.Contains("https://raw.githubusercontent.com/example/shannon/", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_TrimmedHost_Works()
    {
        Requires.Linux();
        using var folder = new TempFolder();
        await DotnetAsync(RepositoryRoot.FullPath, ["publish", "tests/TrimmedConsumer", "-c", "Release", "--nologo", "-v", "quiet", "-o", folder.File("host")]);

        string output = await ChildProcess.RunAsync(folder.File("host/TrimmedConsumer"), [folder.File("usage.db")]);

        Assert.Equal(
            [
                "state True 1 1 1",
                "records 3 metrics 3",
                "prompt_execution  1",
                "token_usage 0.0065 0",
                "price 5.00000000",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    // A build server left running would keep the test waiting for its output.
    private static Task<string> DotnetAsync(string folder, IReadOnlyList<string> arguments) => ChildProcess.RunAsync("dotnet", arguments, folder, new Dictionary<string, string>
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
    });

    private static async Task<string> ReadAsync(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(await entry.OpenAsync(Cancelled));
        return await reader.ReadToEndAsync(Cancelled);
    }
}
