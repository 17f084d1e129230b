namespace Shannon.Analytics.ClaudeCode.Ledger;

/// <summary>Who tells of a request, a tool use, an answer or an error.</summary>
internal enum LedgerSource
{
    Transcript,
    Live,
    OpenTelemetry,
}
