namespace Shannon.Analytics.Documents.Text;

/// <summary>A stretch of a line in one font and direction.</summary>
internal readonly record struct TextPiece(FontFace Font, string Text, byte Level)
{
    internal bool IsRightToLeft => (Level & 1) == 1;
}
