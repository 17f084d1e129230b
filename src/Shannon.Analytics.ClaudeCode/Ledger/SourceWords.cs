namespace Shannon.Analytics.ClaudeCode.Ledger;

/// <summary>Sources as words.</summary>
internal static class SourceWords
{
    internal const int Count = 3;

    private static readonly string[] Words = [RecordSourceNames.Transcript, RecordSourceNames.Live, RecordSourceNames.OpenTelemetry];

    // One bit for each source; so that all records of the same sources share one text.
    private static readonly string[] Combinations =
        [.. Enumerable.Range(0, 1 << Count).Select(set => string.Join('+', Words.Where((_, source) => (set & (1 << source)) != 0)))];

    internal static string Of(LedgerSource source) => Words[(int)source];

    internal static string Of(bool[] present)
    {
        int set = 0;
        for (int source = 0; source < Count; source++)
        {
            set |= present[source] ? 1 << source : 0;
        }

        return Combinations[set];
    }

    internal static LedgerSource? Parse(string word) => Array.IndexOf(Words, word) is >= 0 and var source ? (LedgerSource)source : null;
}
