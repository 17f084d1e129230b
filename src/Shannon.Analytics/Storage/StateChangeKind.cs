namespace Shannon.Analytics.Storage;

/// <summary>What a <see cref="StateChange"/> does.</summary>
public enum StateChangeKind
{
    /// <summary>Writes a document.</summary>
    Put,

    /// <summary>Deletes a document.</summary>
    Delete,

    /// <summary>Appends to a log.</summary>
    Append,

    /// <summary>Removes the oldest entries of a log.</summary>
    Trim,
}
