namespace Shannon.Analytics.Tests.Support;

/// <summary>The projects under <c>src</c>, each of which becomes a package.</summary>
internal static class Packages
{
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetDirectories(RepositoryRoot.Combine("src")).Where(folder => Directory.GetFiles(folder, "*.csproj").Length > 0).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    /// <summary>The source files of a package, with their paths inside it.</summary>
    public static IEnumerable<(string Path, string Text)> SourcesOf(string package)
    {
        string folder = RepositoryRoot.Combine("src", package);
        return Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(path => !path.StartsWith("bin/", StringComparison.Ordinal) && !path.StartsWith("obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => (path, File.ReadAllText(Path.Combine(folder, path))));
    }
}
