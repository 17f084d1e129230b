using Shannon.Analytics.Fuzz.Targets;

namespace Shannon.Analytics.Fuzz;

/// <summary>The targets by name, with their seeds.</summary>
internal static class FuzzTargets
{
    internal static IReadOnlyList<string> Names { get; } = ["transcript", "block", "json", "condition"];

    internal static IFuzzTarget Create(string name) => name switch
    {
        "transcript" => new TranscriptTarget(),
        "block" => new BlockTarget(),
        "json" => new JsonTarget(),
        "condition" => new ConditionTarget(),
        _ => throw new ArgumentException($"There is no such target; allowed are {string.Join(", ", Names)}.", nameof(name)),
    };

    /// <summary>The seeds of a target, always in the same order.</summary>
    internal static IReadOnlyList<byte[]> Seeds(string name) =>
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "seeds", name)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    /// <summary>Words that make a mutated text meaningful; none for targets that read no text.</summary>
    internal static IReadOnlyList<byte[]> Words(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "dictionaries", name + ".dict");
        return File.Exists(path) ? [.. File.ReadLines(path).Where(line => line.StartsWith('"')).Select(Unquote)] : [];
    }

    // As afl-fuzz has them: in quotes, with \" and \\ escaped and any byte as \xHH.
    private static byte[] Unquote(string line)
    {
        var bytes = new List<byte>();
        for (int i = 1; i < line.Length - 1; i++)
        {
            if (line[i] != '\\')
            {
                bytes.Add((byte)line[i]);
            }
            else if (line[i + 1] == 'x')
            {
                bytes.Add(Convert.ToByte(line.Substring(i + 2, 2), 16));
                i += 3;
            }
            else
            {
                bytes.Add((byte)line[++i]);
            }
        }

        return [.. bytes];
    }
}
