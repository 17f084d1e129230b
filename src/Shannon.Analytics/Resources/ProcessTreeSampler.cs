using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Resources;

/// <summary>
/// Measures what a process and all it started use, for hosts that run agents. On Linux the tree is what descends from the process and what belongs to the
/// session that it leads, read from <c>/proc</c>; a child that ends between two samples is counted. Elsewhere it is the process alone, its CPU and memory.
/// Nothing runs between samples. Thread-safe.
/// </summary>
public sealed class ProcessTreeSampler
{
    private readonly Lock _lock = new();
    private readonly UsageMeter _meter;
    private readonly long? _birth;

    private ProcessTreeSampler(int processId, IReadOnlyList<ProcessEntry> tree, TimeProvider time)
    {
        ProcessId = processId;
        _birth = tree.Count > 0 ? tree[0].Birth : null;
        _meter = new UsageMeter(tree, time);
    }

    /// <summary>The process at the root of the tree.</summary>
    public int ProcessId { get; }

    /// <summary>Begins to measure a tree: the first sample tells what it used from now on. Of a process that has ended there is nothing to sample.</summary>
    /// <param name="processId">The process at its root.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException">The id is not above 0.</exception>
    public static ProcessTreeSampler Start(int processId, TimeProvider? timeProvider = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(processId);
        return new ProcessTreeSampler(processId, ProcessSnapshot.Take().TreeOf(processId), timeProvider ?? TimeProvider.System);
    }

    /// <summary>Takes a sample.</summary>
    /// <returns>
    /// CPU in percent of one core and MiB read from and written to disk, both since the last sample, and resident memory now, that of shared pages in each process
    /// that shares them; <c>with</c> adds session and user. Disk figures are <see langword="null"/> where the system does not tell them, those of the network
    /// always. Attributes and further measurements are those of <see cref="ResourceNames"/>. <see langword="null"/> once the process has ended.
    /// </returns>
    public ResourceMetric? Sample() => Sample(ProcessSnapshot.Take());

    /// <summary>Takes a sample of each of several trees, with one look at the processes of this machine.</summary>
    /// <param name="samplers">The samplers.</param>
    /// <returns>For each in their order what <see cref="Sample()"/> returns.</returns>
    public static IReadOnlyList<ResourceMetric?> SampleAll(IReadOnlyList<ProcessTreeSampler> samplers)
    {
        ArgumentNullException.ThrowIfNull(samplers);
        if (samplers.Count == 0)
        {
            return [];
        }

        ProcessSnapshot processes = ProcessSnapshot.Take();
        return [.. samplers.Select(sampler => sampler.Sample(processes))];
    }

    internal ResourceMetric? Sample(ProcessSnapshot processes)
    {
        IReadOnlyList<ProcessEntry> tree = processes.TreeOf(ProcessId);

        // Another process may have its id by now.
        if (tree.Count == 0 || tree[0].Birth != _birth)
        {
            return null;
        }

        lock (_lock)
        {
            ResourceMetric sample = _meter.Measure(tree);
            sample.Attributes[ResourceNames.ProcessId] = ProcessId;
            sample.Attributes[ResourceNames.Process] = ResourceNames.Agent;
            sample.Measurements[ResourceNames.Processes] = tree.Count;
            return sample;
        }
    }
}
