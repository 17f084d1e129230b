namespace Shannon.Analytics.Privacy.Scanning;

/// <summary>Where words end.</summary>
internal static class Boundary
{
    internal static bool Before(string text, int start) => start == 0 || !IsWord(text[start - 1]);

    internal static bool After(string text, int end) => end == text.Length || !IsWord(text[end]);

    internal static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
