namespace Shannon.Analytics.Tests.Support;

/// <summary>The repository that these tests were built in.</summary>
internal static class RepositoryRoot
{
    internal static string FullPath { get; } = Find();

    internal static string Combine(params ReadOnlySpan<string> parts) => Path.Combine([FullPath, .. parts]);

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Shannon.Analytics.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not lie inside the repository.");
    }
}
