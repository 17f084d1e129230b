using Shannon.Analytics.ClaudeCode.Ledger;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.ClaudeCode.Recording;

/// <summary>The columns of errors, by number.</summary>
internal static class ErrorColumns
{
    internal const int Count = 0;

    internal const int ErrorType = 0;
    internal const int Severity = 1;
    internal const int Quality = 2;
    internal const int AgentId = 3;
    internal const int Branch = 4;
    internal const int Version = 5;
    internal const int RequestId = 6;

    internal const int Recoverable = 0;
    internal const int Sidechain = 1;
    internal const int StatusCode = 2;
    internal const int Attempt = 3;

    internal static RecordTable NewTable(LedgerSource source, LedgerMerger merger) => new(
        MetricCategory.Error,
        TranscriptMetricNames.Error,
        source,
        merger,
        ["count"],
        [
            TranscriptAttributeNames.ErrorType, TranscriptAttributeNames.Severity, TranscriptAttributeNames.Quality, TranscriptAttributeNames.AgentId,
            TranscriptAttributeNames.GitBranch, TranscriptAttributeNames.Version, TranscriptAttributeNames.RequestId,
        ],
        [TranscriptAttributeNames.Recoverable, TranscriptAttributeNames.Sidechain, TranscriptAttributeNames.StatusCode, TranscriptAttributeNames.Attempt]);
}
