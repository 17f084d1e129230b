using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Realtime.Values;

/// <summary>Finds the value that a plain selector takes from a record; as queries do, some names stand for more than one metric. Immutable.</summary>
internal sealed class SelectorValues
{
    internal SelectorValues(Selector selector)
    {
        Selector real = DerivedFigure.AliasOf(selector);
        Sources = [real, .. ValueSources.BesideOf(real)];
    }

    /// <summary>The selectors to read, each with its own measurement.</summary>
    internal IReadOnlyList<Selector> Sources { get; }

    /// <summary>The selectors behind one, aliases and derived figures taken apart.</summary>
    internal static IEnumerable<SelectorValues> Of(Selector selector) =>
        DerivedFigure.Of(selector) is { } figure ? figure.Parts.Select(part => new SelectorValues(part.Selector)) : [new SelectorValues(selector)];

    /// <summary>The source that a metric's values come from; null if the selector does not name it.</summary>
    internal Selector? SourceOf(MetricCategory category, string name)
    {
        foreach (Selector source in Sources)
        {
            if (source.Matches(category, name))
            {
                return source;
            }
        }

        return null;
    }
}
