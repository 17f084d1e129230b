namespace Shannon.Analytics.ClaudeCode.Importing;

/// <summary>A step forward in one file, to be saved once the records of the batch are durable.</summary>
/// <param name="File">The file.</param>
/// <param name="FromOffset">Where the step began.</param>
/// <param name="Position">The position reached; its manifest is completed when it is saved.</param>
/// <param name="Keys">The hashes of the keys that occur in the step.</param>
internal sealed record PositionChange(TrackedFile File, long FromOffset, FilePosition Position, ulong[] Keys);
