using Shannon.Analytics.ClaudeCode.Recording;

namespace Shannon.Analytics.ClaudeCode.Importing;

/// <summary>
/// How far a file was read, as it is kept in the state store under the file's full path. Saved only after the records before it are durable: a crash
/// in between repeats work, whose records are known by their keys. Immutable.
/// </summary>
internal sealed record FilePosition
{
    /// <summary>The kind of document.</summary>
    internal const string Kind = "claude_code.transcript";

    /// <summary>The form of the document, and what the import takes from lines: files read by another format are read again.</summary>
    internal const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    /// <summary>Behind the last line that was read.</summary>
    public long Offset { get; init; }

    /// <summary>The file's length when its end was reached; -1 if it was not.</summary>
    public long Length { get; init; } = -1;

    /// <summary>When the file was last written before it was read, in UTC ticks.</summary>
    public long ModifiedTicks { get; init; }

    /// <summary>See <see cref="Reading.FileFingerprint"/>.</summary>
    public ulong Head { get; init; }

    /// <summary>See <see cref="Reading.FileFingerprint"/>.</summary>
    public ulong Tail { get; init; }

    /// <summary>The manifest's documents, by the offset at which each begins; see <see cref="FileManifest"/>.</summary>
    public IReadOnlyList<long> Chunks { get; init; } = [];

    /// <summary>Keys in the last of these documents.</summary>
    public int LastChunkKeys { get; init; }

    public FileCarry Carry { get; init; } = new();
}
