using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.ClaudeCode.Finding;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.ClaudeCode.Finding;

public sealed class ClaudeBinaryManagerTests
{
    [Fact]
    public async Task Find_GivenPath_TellsVersionAndCapabilities()
    {
        Requires.Linux();
        using var folder = new TempFolder();
        string client = Write(folder, "claude", "case $1 in --version) echo '2.1.330 (Claude Code)';; --help) echo ' --input-format <f>  --session-id <uuid>';; esac");
        ClaudeBinary binary = await new ClaudeBinaryManager(new ClaudeBinaryOptions { Path = client }).FindAsync();
        Assert.Equal((client, ClaudeBinaryOrigin.Explicit, "2.1.330"), (binary.Path, binary.Origin, binary.Version));
        Assert.Equal(new ClaudeCapabilities { StreamingInput = true, PartialMessages = false, ChosenSessionId = true, CostLimit = false }, binary.Capabilities);
    }

    [Fact]
    public async Task Find_GivenPathThatIsMissing_NamesItAndTheRemedies()
    {
        var error = await Assert.ThrowsAsync<ClaudeBinaryNotFoundException>(() => new ClaudeBinaryManager(new ClaudeBinaryOptions { Path = "/nowhere/claude" }).FindAsync());
        Assert.Equal(["/nowhere/claude"], error.Searched);
        Assert.Contains("npm install -g @anthropic-ai/claude-code", error.Message, StringComparison.Ordinal);
        Assert.Contains(ClaudeBinaryManager.PathVariable, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 1")]
    [InlineData("sleep 600")]
    public async Task Find_ClientThatDoesNotAnswer_SaysSo(string script)
    {
        Requires.Linux();
        using var folder = new TempFolder();
        string client = Write(folder, "claude", script);
        var manager = new ClaudeBinaryManager(new ClaudeBinaryOptions { Path = client, AnswerTimeout = TimeSpan.FromSeconds(1) });
        var error = await Assert.ThrowsAsync<ClaudeBinaryNotFoundException>(() => manager.FindAsync());
        Assert.Contains("did not answer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Places_AreInTheDocumentedOrder()
    {
        var places = new SearchPlaces
        {
            Variable = name => name switch { "PATH" => "/a:/b", ClaudeBinaryManager.PathVariable => "/named", "NPM_CONFIG_PREFIX" => "/prefix", _ => null },
            Home = "/home/x",
            WorkingDirectory = "/work/app",
            IsWindows = false,
        };
        (string Path, ClaudeBinaryOrigin Origin)[] list = [.. places.List()];
        Assert.Equal(["/named", "/a/claude", "/b/claude"], list[..3].Select(place => place.Path));
        Assert.Equal(list.Select(place => place.Origin).Order(), list.Select(place => place.Origin));
        string[] paths = [.. list.Select(place => place.Path)];
        Assert.Contains("/work/node_modules/@anthropic-ai/claude-code/cli.js", paths);
        Assert.Contains("/prefix/lib/node_modules/@anthropic-ai/claude-code/cli.js", paths);
        Assert.Equal("/home/x/.local/bin/claude", list.First(place => place.Origin == ClaudeBinaryOrigin.Native).Path);
    }

    [Fact]
    public void Options_OutOfRange_AreAllNamed()
    {
        var error = Assert.Throws<InvalidOptionsException>(() => new ClaudeBinaryManager(new ClaudeBinaryOptions { Path = " ", AnswerTimeout = TimeSpan.Zero }));
        Assert.Equal(2, error.Errors.Count);
        var manager = Assert.Throws<InvalidOptionsException>(() => new ClaudeCodeSessionManager(null, new ClaudeCodeSessionManagerOptions { MaxProcesses = 0, PromptTimeout = TimeSpan.Zero, MaxLineBytes = 1 }));
        Assert.Equal(3, manager.Errors.Count);
    }

    private static string Write(TempFolder folder, string name, string script)
    {
        string path = folder.File(name);
        File.WriteAllText(path, "#!/bin/bash\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        return path;
    }
}
