namespace Shannon.Analytics.Documents;

/// <summary>How documents look.</summary>
public sealed record DocumentOptions
{
    /// <summary>The paper of PDF documents; A4 by default.</summary>
    public PageFormat PageFormat { get; init; }

    /// <summary>
    /// Font files (TrueType or OpenType) for characters that the fonts of this package lack, tried in order before the fonts of the machine. None by default.
    /// They are embedded in the documents, so their licence must allow that.
    /// </summary>
    public IReadOnlyList<string> FontFiles { get; init; } = [];
}
