using System.Collections.Frozen;

namespace Shannon.Analytics.Metrics;

/// <summary>The snake_case words of the categories, which selectors and JSON use and which are therefore reserved.</summary>
internal static class CategoryNames
{
    private static readonly string[] Words = ["", "session", "performance", "resource", "token", "error", "custom", "event", "tool", "api"];

    private static readonly FrozenDictionary<string, MetricCategory> ByWord =
        Enumerable.Range(1, Words.Length - 1).ToFrozenDictionary(i => Words[i], i => (MetricCategory)i, StringComparer.Ordinal);

    internal static string ToWord(this MetricCategory category) => Words[(int)category];

    internal static bool TryParse(string word, out MetricCategory category) => ByWord.TryGetValue(word, out category);

    internal static bool IsDefined(MetricCategory category) => (int)category >= 1 && (int)category < Words.Length;
}
