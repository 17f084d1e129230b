using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Documentation;

/// <summary>Every C# example that a reader is shown compiles without warnings and runs.</summary>
[Collection(nameof(ConsoleAndFolder))]
public class ReadmeTests
{
    /// <summary>The README of the repository, and of every package.</summary>
    public static IEnumerable<string> Files => ["README.md", .. Repository.Packages.Select(package => $"src/{package}/README.md")];

    public static TheoryData<string, string> Examples
    {
        get
        {
            var examples = new TheoryData<string, string>();
            foreach (string file in Files.Where(file => File.Exists(PathOf(file))))
            {
                foreach (MarkdownExample example in MarkdownExample.FindAll(File.ReadAllText(PathOf(file))).Where(example => example.Name is not null))
                {
                    examples.Add(file, example.Name!);
                }
            }

            return examples;
        }
    }

    public static TheoryData<string> EveryFile => [.. Files];

    [Theory]
    [MemberData(nameof(EveryFile))]
    public void Readme_IsThere_AndMarksEachCSharpBlockWithANameOfItsOwn(string file)
    {
        Assert.True(File.Exists(PathOf(file)), $"{file} is missing.");
        IReadOnlyList<MarkdownExample> examples = MarkdownExample.FindAll(File.ReadAllText(PathOf(file)));
        int[] unmarked = [.. examples.Where(example => example.Name is null).Select(example => example.Line)];
        Assert.True(unmarked.Length == 0, $"{file}: the C# blocks in lines {string.Join(", ", unmarked)} are not tested. Put '<!-- test: name -->' before each.");
        Assert.Equal(examples.Count, examples.Select(example => example.Name).Distinct().Count());
        if (file == "README.md")
        {
            Assert.NotEmpty(examples);
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Example_AsAProgram_CompilesAndRuns(string file, string name)
    {
        MarkdownExample example = MarkdownExample.FindAll(await File.ReadAllTextAsync(PathOf(file))).Single(one => one.Name == name);
        await ExampleProgram.RunAsync(example.Code);
    }

    private static string PathOf(string file) => Path.Combine(Repository.Root, file);
}
