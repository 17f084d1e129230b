namespace Shannon.Analytics.Tests.Documentation;

/// <summary>The tester of examples, tested on examples of its own.</summary>
[Collection(nameof(ConsoleAndFolder))]
public class ExampleProgramTests
{
    private const string Sample = """
        # Title

        ```
        dotnet add package Shannon.Analytics
        ```

        <!-- test: awaiting -->
        ```csharp
        using Shannon.Analytics;

        await using var analytics = await AnalyticsEngine.OpenAsync("sample.db");
        await analytics.TrackEventAsync(new("hello"));
        Console.WriteLine($"{(await analytics.GetRawMetricsAsync()).Count} in {string.Join(',', Directory.GetFiles(".", "*.db"))}");
        ```

        Some text, then `<!-- test: inline -->` which is none.

        ```csharp
        var unmarked = true;
        ```

        <!-- test: indented -->

          ```cs
          Console.WriteLine("no await");
          ```

        <!-- test: -->
        ```C#
        Console.WriteLine("no name");
        ```

        <!-- test: wasted on another language -->
        ```bash
        ls
        ```
        ```csharp
        Console.WriteLine("unmarked again");
        ```
        ````csharp
        // ``` inside a longer fence
        ````
        """;

    [Fact]
    public void FindAll_EveryCSharpBlock_WithItsNameAndLine() =>
        Assert.Equal(
            [("awaiting", 8), (null, 18), ("indented", 24), (null, 29), (null, 37), (null, 40)],
            MarkdownExample.FindAll(Sample).Select(example => (example.Name, example.Line)));

    [Fact]
    public void FindAll_OpenFence_NamesItsLine() =>
        Assert.Contains("line 3", Assert.Throws<FormatException>(() => MarkdownExample.FindAll("text\n\n```csharp\ncode")).Message, StringComparison.Ordinal);

    [Fact]
    public void FindAll_WindowsLineEndings_AreTheSame() =>
        Assert.Equal(MarkdownExample.FindAll(Sample), MarkdownExample.FindAll(Sample.ReplaceLineEndings("\r\n")));

    [Fact]
    public async Task Run_AwaitingProgram_WorksInAFolderOfItsOwn()
    {
        string before = Environment.CurrentDirectory;
        TextWriter console = Console.Out;
        string code = MarkdownExample.FindAll(Sample)[0].Code;
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal($"1 in .{Path.DirectorySeparatorChar}sample.db", (await ExampleProgram.RunAsync(code)).TrimEnd());
        }

        Assert.Equal(before, Environment.CurrentDirectory);
        Assert.Same(console, Console.Out);
        Assert.False(File.Exists(Path.Combine(before, "sample.db")));
    }

    [Fact]
    public async Task Run_ProgramWithoutAwait_Runs() => Assert.Equal("no await", (await ExampleProgram.RunAsync(MarkdownExample.FindAll(Sample)[2].Code)).TrimEnd());

    [Theory]
    [InlineData("Console.WriteLine(missing);")]
    [InlineData("string text = null;")]
    [InlineData("Task.Run(() => { });\nawait Task.CompletedTask;\nint unused = 1;")]
    public async Task Run_ErrorOrWarning_IsRefusedWithItsLine(string code) =>
        Assert.Contains("(1,", (await Assert.ThrowsAsync<FormatException>(() => ExampleProgram.RunAsync(code))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Run_ProgramThatThrows_Fails() =>
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => ExampleProgram.RunAsync("await Task.Yield();\nthrow new InvalidTimeZoneException();"));

    [Fact]
    public async Task Run_InternalsOfTheLibrary_AreOutOfReach() =>
        await Assert.ThrowsAsync<FormatException>(() => ExampleProgram.RunAsync("Console.WriteLine(Shannon.Analytics.Metrics.FieldNames.Value);"));
}
