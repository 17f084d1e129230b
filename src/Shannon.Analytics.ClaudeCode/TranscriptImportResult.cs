namespace Shannon.Analytics.ClaudeCode;

/// <summary>What an import did. Counts are of this run alone. Immutable.</summary>
public sealed record TranscriptImportResult
{
    /// <summary>Transcript files found.</summary>
    public required int Files { get; init; }

    /// <summary>Of these, files in which nothing is new since an earlier run; they were not opened.</summary>
    public required int FilesUnchanged { get; init; }

    /// <summary>Files that could not be read to their end, and why; the others were imported.</summary>
    public required IReadOnlyList<TranscriptFileFailure> FilesFailed { get; init; }

    /// <summary>Whole lines read, skipped ones included; empty lines are not counted.</summary>
    public required long Lines { get; init; }

    /// <summary>Lines skipped because they are not a JSON object, or lack what their type needs. Of lines that the import has no use for only the beginning and the end are checked.</summary>
    public required long MalformedLines { get; init; }

    /// <summary>Lines skipped because they are longer than <see cref="TranscriptImportOptions.MaxLineBytes"/>.</summary>
    public required long OversizedLines { get; init; }

    /// <summary>
    /// Lines skipped because their type is not known, by type. At most 100 types are told apart; the others are counted under
    /// <c>(other)</c>, and lines without a type under <c>(none)</c>.
    /// </summary>
    public required IReadOnlyDictionary<string, long> UnknownLines { get; init; }

    /// <summary>Different model responses whose usage was read, whether the store had them already or not.</summary>
    public required long Requests { get; init; }

    /// <summary>Records stored, those that replaced another included.</summary>
    public required long Stored { get; init; }

    /// <summary>Records stored in place of a lesser copy.</summary>
    public required long Replaced { get; init; }

    /// <summary>Records not stored because the store holds a copy that is as good; copies within one file are not counted.</summary>
    public required long Duplicates { get; init; }

    /// <summary>
    /// Records refused because they are older than an engine over the store keeps records. To import older transcripts, give the engine a longer
    /// <see cref="AnalyticsEngineOptions.RetentionDays"/> first: their files count as read from now on.
    /// </summary>
    public required long TooOld { get; init; }

    /// <summary>Bytes of transcripts read.</summary>
    public required long BytesRead { get; init; }

    /// <summary>Tokens of responses whose model has no known price, by model; their cost is unknown, not 0.</summary>
    public required IReadOnlyDictionary<string, long> Unpriced { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }
}
