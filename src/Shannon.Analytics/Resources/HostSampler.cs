using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Resources;

/// <summary>
/// Measures what this process uses, without its children: agents that it runs are sampled for themselves, and must not count twice. Not thread-safe.
/// </summary>
internal sealed class HostSampler
{
    private readonly ThreadIo _io = new();
    private readonly UsageMeter _meter;

    internal HostSampler(TimeProvider time) => _meter = new UsageMeter([ThisProcess()], time);

    internal ResourceMetric Sample()
    {
        ResourceMetric sample = _meter.Measure([ThisProcess()]);
        sample.Attributes[ResourceNames.ProcessId] = Environment.ProcessId;
        sample.Attributes[ResourceNames.Process] = ResourceNames.Host;
        return sample;
    }

    private ProcessEntry ThisProcess()
    {
        (long Read, long Written)? io = _io.Total();
        return new ProcessEntry(Environment.ProcessId, Birth: 0)
        {
            Cpu = Environment.CpuUsage.TotalTime,
            MemoryBytes = Environment.WorkingSet,
            ReadBytes = io?.Read,
            WrittenBytes = io?.Written,
        };
    }
}
