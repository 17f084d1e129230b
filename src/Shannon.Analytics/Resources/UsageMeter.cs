using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Resources;

/// <summary>
/// Turns what processes have used since they began into what they used since the last time. What a child used counts in the child while it lives, and in its
/// parent once the parent has taken note of its end: what was counted in a child that is gone is taken from what its parent took over. Not thread-safe.
/// </summary>
internal sealed class UsageMeter
{
    private const double BytesPerMb = 1024 * 1024;
    private readonly TimeProvider _time;
    private Dictionary<(int Id, long Birth), ProcessEntry> _last = [];
    private long _lastAt;

    /// <summary>Begins to measure; processes seen later count from their beginning.</summary>
    internal UsageMeter(IReadOnlyList<ProcessEntry> processes, TimeProvider time)
    {
        _time = time;
        _lastAt = time.GetTimestamp();
        _last = processes.ToDictionary(static entry => (entry.Id, entry.Birth));
    }

    internal ResourceMetric Measure(IReadOnlyList<ProcessEntry> processes)
    {
        long now = _time.GetTimestamp();
        double seconds = _time.GetElapsedTime(_lastAt, now).TotalSeconds;
        var current = new Dictionary<(int Id, long Birth), ProcessEntry>(processes.Count);
        TimeSpan own = TimeSpan.Zero, reaped = TimeSpan.Zero;
        long read = 0, written = 0;
        bool tellsIo = false;
        foreach (ProcessEntry seen in processes)
        {
            _last.Remove((seen.Id, seen.Birth), out ProcessEntry before);

            // Not told this time is not used this time.
            ProcessEntry entry = seen with { ReadBytes = seen.ReadBytes ?? before.ReadBytes, WrittenBytes = seen.WrittenBytes ?? before.WrittenBytes };
            current[(entry.Id, entry.Birth)] = entry;
            own += Max(entry.Cpu - before.Cpu, TimeSpan.Zero);
            reaped += entry.ReapedCpu - before.ReapedCpu;
            read += (entry.ReadBytes ?? 0) - (before.ReadBytes ?? 0);
            written += (entry.WrittenBytes ?? 0) - (before.WrittenBytes ?? 0);
            tellsIo |= entry.ReadBytes is not null || entry.WrittenBytes is not null;
        }

        foreach (ProcessEntry gone in _last.Values)
        {
            reaped -= gone.Cpu + gone.ReapedCpu;
            read -= gone.ReadBytes ?? 0;
            written -= gone.WrittenBytes ?? 0;
        }

        _last = current;
        _lastAt = now;
        return new ResourceMetric
        {
            Timestamp = _time.GetUtcNow(),
            CpuPercent = seconds > 0 ? (own + Max(reaped, TimeSpan.Zero)).TotalSeconds / seconds * 100 : null,
            MemoryMb = processes.Sum(static entry => (double)entry.MemoryBytes) / BytesPerMb,
            DiskIoReadMb = tellsIo ? Math.Max(read, 0) / BytesPerMb : null,
            DiskIoWriteMb = tellsIo ? Math.Max(written, 0) / BytesPerMb : null,
        };
    }

    private static TimeSpan Max(TimeSpan first, TimeSpan second) => first > second ? first : second;
}
