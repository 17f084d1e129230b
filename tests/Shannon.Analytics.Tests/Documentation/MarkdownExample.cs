namespace Shannon.Analytics.Tests.Documentation;

/// <summary>A C# block of a Markdown file, named by the comment <c>&lt;!-- test: name --&gt;</c> before it; without a name it is untested.</summary>
internal sealed record MarkdownExample(string? Name, int Line, string Code)
{
    /// <summary>Finds every fenced C# block.</summary>
    /// <exception cref="FormatException">A fence is not closed.</exception>
    public static IReadOnlyList<MarkdownExample> FindAll(string markdown)
    {
        string[] lines = markdown.ReplaceLineEndings("\n").Split('\n');
        var found = new List<MarkdownExample>();
        string? name = null;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (FenceOf(line) is not { } fence)
            {
                name = line.Length == 0 ? name : NameOf(line);
                continue;
            }

            int start = i + 1;
            while (++i < lines.Length && lines[i].Trim() != fence)
            {
                // Inside the block.
            }

            if (i == lines.Length)
            {
                throw new FormatException($"The block that begins in line {start} is not closed.");
            }

            if (line[fence.Length..].Trim().ToUpperInvariant() is "CSHARP" or "CS" or "C#")
            {
                found.Add(new MarkdownExample(name, start, string.Join('\n', lines[start..i])));
            }

            name = null;
        }

        return found;
    }

    private static string? FenceOf(string line)
    {
        int length = line.Length - line.TrimStart('`').Length;
        return length >= 3 ? new string('`', length) : null;
    }

    private static string? NameOf(string line) =>
        line.StartsWith("<!--", StringComparison.Ordinal) && line.EndsWith("-->", StringComparison.Ordinal)
        && line[4..^3].Trim() is var comment && comment.StartsWith("test:", StringComparison.Ordinal) && comment[5..].Trim() is { Length: > 0 } name
            ? name
            : null;
}
