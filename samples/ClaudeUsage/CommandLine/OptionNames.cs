namespace ClaudeUsage.CommandLine;

/// <summary>The options by name, each spelled once.</summary>
internal static class OptionNames
{
    public const string Database = "--database";
    public const string Since = "--since";
    public const string Until = "--until";
    public const string By = "--by";
    public const string User = "--user";
    public const string Prices = "--prices";
    public const string Mode = "--mode";
    public const string Json = "--json";
    public const string Demo = "--demo";
    public const string Report = "--report";
    public const string Output = "--output";
    public const string OutputShort = "-o";
    public const string Blocks = "--blocks";
    public const string Compare = "--compare";
    public const string Watch = "--watch";
    public const string NoColor = "--no-color";
    public const string Help = "--help";

    private static readonly string[] WithValue = [Database, Since, Until, By, User, Prices, Mode, Report, Output];
    private static readonly string[] Alone = [Json, Demo, Blocks, Compare, Watch, NoColor, Help];

    public static bool TakesValue(string name) => name == OutputShort || WithValue.Contains(name);

    /// <summary>" Did you mean …?" when an option begins alike, else nothing.</summary>
    public static string Suggest(string name)
    {
        string word = name.TrimStart('-');
        string? near = word.Length == 0
            ? null
            : WithValue.Concat(Alone).FirstOrDefault(known => known.AsSpan(2).StartsWith(word.AsSpan(0, Math.Min(3, word.Length)), StringComparison.OrdinalIgnoreCase));
        return near is null ? string.Empty : $" Did you mean {near}?";
    }
}
