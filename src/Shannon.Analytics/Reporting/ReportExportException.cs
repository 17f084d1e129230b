using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Reporting;

/// <summary>A report could not be written to a file. Nothing was left behind, and an existing file is as it was.</summary>
public sealed class ReportExportException : AnalyticsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="problem">What stood in the way.</param>
    /// <param name="message">What happened, what is allowed and what to do.</param>
    /// <param name="innerException">The cause, if another component reported it.</param>
    public ReportExportException(ReportExportProblem problem, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Problem = problem;
    }

    /// <summary>What stood in the way.</summary>
    public ReportExportProblem Problem { get; }
}
