namespace Shannon.Analytics.ClaudeCode.Reading;

/// <summary>A transcript as the file system describes it.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ModifiedTicks">When it was last written, in UTC ticks.</param>
internal readonly record struct FoundFile(string Path, long Length, long ModifiedTicks);
