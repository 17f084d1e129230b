using System.Globalization;

namespace Shannon.Analytics.Tests.Support;

/// <summary>Published data sets, where they are present: <c>SHANNON_DATA</c>, else <c>../shared/data</c> beside the repository. Absent, the test is skipped with the reason.</summary>
internal static class SharedData
{
    internal static string Root { get; } = Environment.GetEnvironmentVariable("SHANNON_DATA") ?? RepositoryRoot.Combine("..", "shared", "data");

    internal static string File(params ReadOnlySpan<string> parts)
    {
        string path = Path.Combine([Root, .. parts]);
        Assert.SkipUnless(System.IO.File.Exists(path), $"The published data '{string.Join('/', parts.ToArray())}' is not on this machine; set SHANNON_DATA to the folder that holds '{parts[0]}'.");
        return path;
    }

    /// <summary>The lines of a comma-separated file as columns by name; quotes are taken off.</summary>
    internal static IReadOnlyDictionary<string, string[]> Columns(string path)
    {
        string[][] rows = [.. System.IO.File.ReadLines(path).Where(line => line.Length > 0).Select(line => line.Split(',').Select(field => field.Trim('"', ' ')).ToArray())];
        return rows[0].Select((name, column) => (name, Values: rows[1..].Select(row => column < row.Length ? row[column] : string.Empty).ToArray())).ToDictionary(pair => pair.name, pair => pair.Values);
    }

    internal static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
