namespace Shannon.Analytics.Privacy;

/// <summary>All versions of the key of pseudonyms that a store has had. Immutable.</summary>
internal sealed class KeyVersions(IReadOnlyList<Pseudonymizer> all)
{
    /// <summary>The one for new pseudonyms.</summary>
    internal Pseudonymizer Current => all[^1];

    internal bool IsPseudonym(string text) =>
        (text.StartsWith(Pseudonymizer.HashPrefix, StringComparison.Ordinal) || text.StartsWith(Pseudonymizer.TokenPrefix, StringComparison.Ordinal))
        && all.Any(version => version.IsOwn(text));

    /// <summary>Every pseudonym that ever stood for a value.</summary>
    internal IEnumerable<string> FormsOf(string value) => all.SelectMany(version => (string[])[version.Hash(value), version.Token(value)]);
}
