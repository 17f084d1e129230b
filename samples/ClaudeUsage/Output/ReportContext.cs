using ClaudeUsage.CommandLine;
using ClaudeUsage.Import;
using Shannon.Analytics.ClaudeCode;

namespace ClaudeUsage.Output;

/// <summary>Where a report comes from, beside its numbers.</summary>
internal sealed record ReportContext
{
    public required CommandLineOptions Options { get; init; }

    public required TranscriptSource Source { get; init; }

    /// <summary>The database file, or <c>:memory:</c>.</summary>
    public required string Database { get; init; }

    public required string PriceVersion { get; init; }

    public required TranscriptImportResult Import { get; init; }
}
