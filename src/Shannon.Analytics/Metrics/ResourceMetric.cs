namespace Shannon.Analytics.Metrics;

/// <summary>What a process used. Every property is a measurement of its snake_case name; the default measurement is <c>cpu_percent</c>.</summary>
/// <param name="Type">The metric's name.</param>
public sealed record ResourceMetric(string Type = "resource_usage") : MetricInput
{
    /// <inheritdoc/>
    public override MetricCategory Category => MetricCategory.Resource;

    /// <inheritdoc/>
    public override string Name => Type;

    /// <summary>CPU use in percent of one core; 250 means two and a half cores. Measurement <c>cpu_percent</c>.</summary>
    public double? CpuPercent { get; init; }

    /// <summary>Resident memory in MiB. Measurement <c>memory_mb</c>.</summary>
    public double? MemoryMb { get; init; }

    /// <summary>MiB read from disk. Measurement <c>disk_io_read_mb</c>.</summary>
    public double? DiskIoReadMb { get; init; }

    /// <summary>MiB written to disk. Measurement <c>disk_io_write_mb</c>.</summary>
    public double? DiskIoWriteMb { get; init; }

    /// <summary>MiB received. Measurement <c>network_in_mb</c>.</summary>
    public double? NetworkInMb { get; init; }

    /// <summary>MiB sent. Measurement <c>network_out_mb</c>.</summary>
    public double? NetworkOutMb { get; init; }

    private protected override void VisitOwnFields(IMetricVisitor visitor)
    {
        VisitOptional(visitor, FieldNames.CpuPercent, CpuPercent);
        VisitOptional(visitor, FieldNames.MemoryMb, MemoryMb);
        VisitOptional(visitor, FieldNames.DiskReadMb, DiskIoReadMb);
        VisitOptional(visitor, FieldNames.DiskWriteMb, DiskIoWriteMb);
        VisitOptional(visitor, FieldNames.NetworkInMb, NetworkInMb);
        VisitOptional(visitor, FieldNames.NetworkOutMb, NetworkOutMb);
    }
}
