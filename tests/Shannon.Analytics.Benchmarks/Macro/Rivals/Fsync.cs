namespace Shannon.Analytics.Benchmarks.Macro.Rivals;

/// <summary>The disk itself: 4 KiB written and fsynced, again and again, in the folder the databases use.</summary>
internal sealed class Fsync : Contender
{
    private const int BlockBytes = 4096;

    private readonly int _writes;
    private readonly bool _append;
    private readonly FileStream _file;
    private readonly byte[] _block = new byte[BlockBytes];

    /// <param name="folder">Empty folder.</param>
    /// <param name="writes">How many writes, each with its own fsync.</param>
    /// <param name="append">Whether each write grows the file (the file system journals the new size) or overwrites the same block.</param>
    public Fsync(string folder, int writes, bool append)
    {
        _writes = writes;
        _append = append;
        Random.Shared.NextBytes(_block);
        _file = new FileStream(Path.Combine(folder, "fsync.bin"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = 0,
        });
        RandomAccess.Write(_file.SafeFileHandle, _block, fileOffset: 0);
        RandomAccess.FlushToDisk(_file.SafeFileHandle);
    }

    /// <inheritdoc />
    public override long Operations => _writes;

    /// <inheritdoc />
    public override ValueTask RunAsync()
    {
        for (int i = 0; i < _writes; i++)
        {
            RandomAccess.Write(_file.SafeFileHandle, _block, _append ? (long)(i + 1) * BlockBytes : 0);
            RandomAccess.FlushToDisk(_file.SafeFileHandle);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => _file.DisposeAsync();
}
