using Shannon.Analytics.ClaudeCode.Reading;

namespace Shannon.Analytics.ClaudeCode.Importing;

/// <summary>A transcript and what the store knows of it. Belongs to one worker at a time.</summary>
internal sealed class TrackedFile(FoundFile found)
{
    internal FoundFile Found { get; } = found;

    /// <summary>The position as it is saved; null if the file is new.</summary>
    internal FilePosition? Saved { get; set; }

    /// <summary>The version of the saved document; 0 if there is none.</summary>
    internal long Version { get; set; }

    /// <summary>Manifest documents of an earlier content of the file, to be removed with the next position.</summary>
    internal IReadOnlyList<long> StaleChunks { get; set; } = [];

    /// <summary>Another import saved a position meanwhile: this one leaves the file to it.</summary>
    internal bool IsLost { get; set; }

    /// <summary>True if nothing was written to the file since its end was reached.</summary>
    internal bool IsUnchanged => Saved is { } saved && saved.Length == Found.Length && saved.ModifiedTicks == Found.ModifiedTicks;

    /// <summary>Bytes still to be read, as far as can be told before opening it.</summary>
    internal long BytesToRead => IsUnchanged ? 0 : Math.Max(0, Found.Length - (Saved is { } saved && saved.Offset <= Found.Length ? saved.Offset : 0));
}
