namespace Shannon.Analytics.Alerting.Conditions;

/// <summary>One word of a condition.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Position">Where it starts.</param>
/// <param name="Text">Its spelling.</param>
/// <param name="Number">Of a number its value.</param>
/// <param name="Duration">Of a duration its length.</param>
internal readonly record struct ConditionToken(TokenKind Kind, int Position, string Text, double Number = 0, TimeSpan Duration = default)
{
    private const int MostShown = 32;

    /// <summary>The token as a message shows it.</summary>
    internal string Shown => Kind == TokenKind.End ? "the end" : $"'{(Text.Length > MostShown ? string.Concat(Text.AsSpan(0, MostShown), "…") : Text)}'";
}
