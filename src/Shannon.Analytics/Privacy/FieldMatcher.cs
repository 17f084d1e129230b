using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;

namespace Shannon.Analytics.Privacy;

/// <summary>
/// Finds the method of a field by its path: names joined by dots, from the outermost. A rule holds for every path that ends with its own; the longest
/// counts. Thread-safe.
/// </summary>
internal sealed class FieldMatcher
{
    // Hosts use few names; one that makes up new ones for ever must not fill the memory.
    private const int MaxRemembered = 4_096;

    private readonly FrozenDictionary<string, AnonymizationMethod> _rules;
    private readonly ConcurrentDictionary<string, AnonymizationMethod?> _remembered = new(StringComparer.Ordinal);

    internal FieldMatcher(IEnumerable<(string Field, AnonymizationMethod Method)> rules)
    {
        var all = new Dictionary<string, AnonymizationMethod>(StringComparer.Ordinal);
        var given = rules.Select(rule => (Field: Normalize(rule.Field), rule.Method)).ToList();
        foreach (var (field, method) in given)
        {
            all.TryAdd(field, method);
        }

        // Behind those that were named: a rule for 'user' of its own goes before what 'user_id' says of it.
        foreach (var (field, method) in given)
        {
            foreach (string alias in FieldAliases.Of(field))
            {
                all.TryAdd(alias, method);
            }
        }

        _rules = all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    internal bool IsEmpty => _rules.Count == 0;

    /// <param name="path">The path as it was given, such as <c>account.userId</c>.</param>
    internal AnonymizationMethod? Find(string path)
    {
        if (IsEmpty)
        {
            return null;
        }

        if (_remembered.TryGetValue(path, out AnonymizationMethod? known))
        {
            return known;
        }

        AnonymizationMethod? method = Search(Normalize(path));
        if (_remembered.Count < MaxRemembered)
        {
            _remembered.TryAdd(path, method);
        }

        return method;
    }

    /// <summary><c>accountOwner.User-ID</c> → <c>account_owner.user_id</c>.</summary>
    internal static string Normalize(string name)
    {
        string text = TextNormalizer.Normalize(name);
        var snake = new StringBuilder(text.Length + 4);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '-' or ' ')
            {
                snake.Append('_');
                continue;
            }

            bool beginsWord = char.IsUpper(c) && i > 0 && char.IsLetterOrDigit(text[i - 1])
                && (!char.IsUpper(text[i - 1]) || (i + 1 < text.Length && char.IsLower(text[i + 1])));
            if (beginsWord)
            {
                snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(c));
        }

        return snake.ToString().Trim('_');
    }

    private AnonymizationMethod? Search(string path)
    {
        for (int from = 0; ; from = path.IndexOf('.', from) + 1)
        {
            if (_rules.TryGetValue(path[from..], out AnonymizationMethod method))
            {
                return method;
            }

            if (path.IndexOf('.', from) < 0)
            {
                return null;
            }
        }
    }
}
