namespace Shannon.Analytics.ClaudeCode.Reading;

/// <summary>What <see cref="TranscriptFileReader.TryRead"/> found.</summary>
internal enum LineStatus
{
    /// <summary>The file has no further line now.</summary>
    End,

    /// <summary>A line that ends in a line feed.</summary>
    Whole,

    /// <summary>The rest of the file, without a line feed: perhaps still being written.</summary>
    Partial,

    /// <summary>A whole line that is longer than allowed; its content was not kept.</summary>
    Oversized,
}
