namespace Shannon.Analytics.ClaudeCode.Recording;

/// <summary>What became of lines. Not thread-safe.</summary>
internal sealed class LineCounts
{
    private const int MaxTypes = 100;
    private const string Other = "(other)";

    internal long Lines { get; set; }

    internal long Malformed { get; set; }

    internal long Oversized { get; set; }

    internal Dictionary<string, long> Unknown { get; } = new(StringComparer.Ordinal);

    internal void AddUnknown(string type, long count = 1)
    {
        if (Unknown.Count >= MaxTypes && !Unknown.ContainsKey(type))
        {
            type = Other;
        }

        Unknown[type] = Unknown.GetValueOrDefault(type) + count;
    }

    internal void Add(LineCounts other)
    {
        Lines += other.Lines;
        Malformed += other.Malformed;
        Oversized += other.Oversized;
        foreach (var (type, count) in other.Unknown)
        {
            AddUnknown(type, count);
        }
    }

    internal void Clear()
    {
        Lines = Malformed = Oversized = 0;
        Unknown.Clear();
    }
}
