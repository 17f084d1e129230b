namespace Shannon.Analytics.ClaudeCode;

/// <summary>How far an import is. Reported from time to time, and once at the end. Immutable.</summary>
public sealed record TranscriptImportProgress
{
    /// <summary>Files found.</summary>
    public required int FilesTotal { get; init; }

    /// <summary>Files finished, unchanged and failed ones included.</summary>
    public required int FilesDone { get; init; }

    /// <summary>Bytes to read in this run; what earlier runs have read is not among them.</summary>
    public required long BytesTotal { get; init; }

    /// <summary>Bytes read in this run.</summary>
    public required long BytesDone { get; init; }

    /// <summary>Records handed to the store in this run, duplicates included.</summary>
    public required long Records { get; init; }
}
