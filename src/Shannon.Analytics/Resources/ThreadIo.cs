using System.Globalization;

namespace Shannon.Analytics.Resources;

/// <summary>
/// What the threads of this process read from and wrote to disk, on Linux. The process's own account is no use for that: it takes over what children had when
/// they ended. What a thread did between the last look and its end is missed. Not thread-safe.
/// </summary>
internal sealed class ThreadIo
{
    private const string Folder = "/proc/self/task";
    private readonly Dictionary<int, (long Read, long Written)> _threads = [];
    private long _read;
    private long _written;

    /// <summary>All so far, which only grows; null where the system does not tell.</summary>
    internal (long Read, long Written)? Total()
    {
        if (!Directory.Exists(Folder))
        {
            return null;
        }

        var gone = new HashSet<int>(_threads.Keys);
        Span<byte> buffer = stackalloc byte[ProcFile.MaxBytes];
        foreach (string path in Directory.EnumerateDirectories(Folder))
        {
            if (ProcFile.ParseIo(ProcFile.Read(Path.Combine(path, "io"), buffer)) is ({ } read, { } written))
            {
                int id = int.Parse(Path.GetFileName(path.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture);
                (long Read, long Written) before = _threads.GetValueOrDefault(id);

                // Less than before is another thread of the same id.
                _read += read >= before.Read ? read - before.Read : read;
                _written += written >= before.Written ? written - before.Written : written;
                _threads[id] = (read, written);
                gone.Remove(id);
            }
        }

        foreach (int id in gone)
        {
            _threads.Remove(id);
        }

        return _threads.Count > 0 ? (_read, _written) : null;
    }
}
