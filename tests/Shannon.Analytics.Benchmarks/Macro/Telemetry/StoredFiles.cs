namespace Shannon.Analytics.Benchmarks.Macro.Telemetry;

/// <summary>A database that is loaded and closed: nothing is timed, its files are weighed.</summary>
/// <param name="find">Loads the database if nobody did and names its file.</param>
/// <param name="rows">How many rows it holds.</param>
internal sealed class StoredFiles(Func<Task<string>> find, int rows) : Contender
{
    private string? _path;

    /// <inheritdoc />
    public override long Operations => rows;

    /// <inheritdoc />
    public override long? FileBytes =>
        Directory.EnumerateFiles(Path.GetDirectoryName(_path!)!).Sum(file => new FileInfo(file).Length);

    /// <inheritdoc />
    public override async ValueTask SetUpAsync() => _path = await find();

    /// <inheritdoc />
    public override ValueTask RunAsync() => ValueTask.CompletedTask;

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
