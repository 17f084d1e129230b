namespace ClaudeUsage.Output;

/// <summary>Breaks text into lines between words; a word longer than a line stands alone.</summary>
internal static class WordWrap
{
    private const int MinWidth = 10;

    public static IReadOnlyList<string> Lines(string text, int? width)
    {
        if (width is not { } cells)
        {
            return [text];
        }

        cells = Math.Max(cells, MinWidth);
        var lines = new List<string>();
        string line = string.Empty;
        foreach (string word in text.Split(' '))
        {
            string longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && CellText.Width(longer) > cells)
            {
                lines.Add(line);
                line = word;
            }
            else
            {
                line = longer;
            }
        }

        lines.Add(line);
        return lines;
    }
}
