using Shannon.Analytics.Pipelines;

namespace Shannon.Analytics.Tests.Pipelines;

/// <summary>Keeps what a run reports, on the thread that reports it.</summary>
internal sealed class ReportedProgress : IProgress<PipelineResult>
{
    private readonly Lock _lock = new();
    private readonly List<PipelineResult> _reports = [];

    internal Action<PipelineResult> OnReport { get; init; } = static _ => { };

    internal IReadOnlyList<PipelineResult> Reports
    {
        get
        {
            lock (_lock)
            {
                return [.. _reports];
            }
        }
    }

    public void Report(PipelineResult value)
    {
        lock (_lock)
        {
            _reports.Add(value);
        }

        OnReport(value);
    }
}
