namespace Shannon.Analytics.Benchmarks.Macro.Telemetry;

/// <summary>Copies of loaded databases, for contenders that change them.</summary>
internal static class CopiedFile
{
    /// <summary>Copies a database with all files beside it.</summary>
    /// <returns>The copy of the database.</returns>
    public static string To(string folder, string path)
    {
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(path)!))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return Path.Combine(folder, Path.GetFileName(path));
    }
}
