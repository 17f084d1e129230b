using Shannon.Analytics.Reporting;

namespace Shannon.Analytics.Tests.Reporting;

/// <summary>Does something the moment progress is told; <see cref="Progress{T}"/> would do it later.</summary>
internal sealed class ProgressCallback(Action<ReportExportProgress> report) : IProgress<ReportExportProgress>
{
    public ProgressCallback(Action report)
        : this(_ => report())
    {
    }

    public void Report(ReportExportProgress value) => report(value);
}
