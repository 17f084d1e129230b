namespace Shannon.Analytics.Benchmarks.Macro;

/// <summary>An empty folder under the system's temporary folder, deleted on disposal.</summary>
internal sealed class TempFolder : IDisposable
{
    /// <summary>Creates the folder.</summary>
    public TempFolder() => Path = Directory.CreateTempSubdirectory("shannon-benchmark-").FullName;

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Bytes of all files in it.</summary>
    public long FileBytes() =>
        new DirectoryInfo(Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
