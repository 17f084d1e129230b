using System.Collections.Frozen;

namespace Shannon.Analytics.Metrics;

/// <summary>
/// Names what to measure. <c>response_time</c> is a metric by name; one of the words session, performance, resource, token, error,
/// custom, event, tool, api is a whole category; <c>token_usage.completion_tokens</c> addresses one measurement;
/// <c>all</c> or <c>*</c> is everything; <c>active_sessions</c>, <c>tokens_per_second</c>, <c>error_rate</c>, <c>success_rate</c>,
/// <c>error_distribution</c>, <c>cpu_usage</c> and <c>cost</c> are derived figures. A name that contains a dot, or is one of these words, is
/// quoted (<c>"my.metric".value</c>) or built by <see cref="Of(string, string)"/>. The meaning never depends on the data. Immutable.
/// </summary>
public sealed record Selector
{
    private Selector(SelectorKind kind, string? name, MetricCategory? category, string? measurement)
    {
        Kind = kind;
        Name = name;
        Category = category;
        Measurement = measurement;
    }

    /// <summary>Every record.</summary>
    public static Selector All { get; } = new(SelectorKind.All, null, null, null);

    /// <summary>The cost of every record that has one.</summary>
    internal static Selector AllCosts { get; } = new(SelectorKind.All, null, null, FieldNames.Cost);

    // Behind All, which the table of figures uses: whichever of the two types is touched first, neither sees the other half-made.
    private static FrozenSet<string> DerivedWords { get; } = DerivedFigure.Words.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What is named.</summary>
    public SelectorKind Kind { get; }

    /// <summary>The metric's or derived figure's name; <see langword="null"/> for a category and for all.</summary>
    public string? Name { get; }

    /// <summary>The category, if one is named.</summary>
    public MetricCategory? Category { get; }

    /// <summary>The measurement; <see langword="null"/> means each record's default.</summary>
    public string? Measurement { get; }

    /// <summary>A metric by name, whatever the name contains.</summary>
    /// <param name="name">The metric's name; not quoted.</param>
    /// <param name="measurement">The measurement, or <see langword="null"/> for the default.</param>
    /// <exception cref="ArgumentException">The name or measurement is empty.</exception>
    public static Selector Of(string name, string? measurement = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (measurement is not null)
        {
            ArgumentException.ThrowIfNullOrEmpty(measurement);
        }

        return new(SelectorKind.Name, name, null, measurement);
    }

    /// <summary>A whole category.</summary>
    /// <param name="category">The category.</param>
    /// <param name="measurement">The measurement, or <see langword="null"/> for each record's default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The category is not defined.</exception>
    public static Selector OfCategory(MetricCategory category, string? measurement = null)
    {
        if (!CategoryNames.IsDefined(category))
        {
            throw new ArgumentOutOfRangeException(nameof(category), category, "Not a defined category.");
        }

        return new(SelectorKind.Category, null, category, measurement);
    }

    /// <summary>Parses the text form; see the type's remarks.</summary>
    /// <param name="text">Such as <c>response_time</c> or <c>token_usage.completion_tokens</c>.</param>
    /// <exception cref="FormatException">The text is not a selector; the message says where.</exception>
    public static Selector Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int position = 0;
        string name = ReadPart(text, ref position, out bool quoted);
        string? measurement = null;
        if (position < text.Length)
        {
            position++;
            measurement = ReadPart(text, ref position, out _);
        }

        if (position < text.Length)
        {
            throw new FormatException($"A selector has at most one dot outside quotes; a second one stands at position {position}. Quote a name that contains dots, or use Selector.Of.");
        }

        if (quoted)
        {
            return Of(name, measurement);
        }

        if (CategoryNames.TryParse(name, out MetricCategory category))
        {
            return OfCategory(category, measurement);
        }

        bool all = name is "all" or "*";
        if (measurement is not null && (all || DerivedWords.Contains(name)))
        {
            throw new FormatException("A derived figure, or everything, has no measurement. Quote the name if a metric of yours is meant.");
        }

        return all ? All : new(DerivedWords.Contains(name) ? SelectorKind.Derived : SelectorKind.Name, name, null, measurement);
    }

    /// <summary>Parses the text form.</summary>
    /// <param name="text">Such as <c>response_time</c>.</param>
    public static implicit operator Selector(string text) => Parse(text);

    /// <summary>A whole category.</summary>
    /// <param name="category">The category.</param>
    public static implicit operator Selector(MetricCategory category) => OfCategory(category);

    /// <summary>The same as <see cref="Parse"/>, for languages without conversion operators.</summary>
    /// <param name="text">Such as <c>response_time</c>.</param>
    public static Selector FromString(string text) => Parse(text);

    /// <summary>The text form, which <see cref="Parse"/> reads back.</summary>
    public override string ToString()
    {
        string head = Kind switch
        {
            SelectorKind.All => "all",
            SelectorKind.Category => Category!.Value.ToWord(),
            SelectorKind.Derived => Name!,
            _ => NeedsQuotes(Name!) || CategoryNames.TryParse(Name!, out _) || DerivedWords.Contains(Name!) || Name is "all" or "*" ? Quote(Name!) : Name!,
        };
        return Measurement is null ? head : $"{head}.{(NeedsQuotes(Measurement) ? Quote(Measurement) : Measurement)}";
    }

    internal bool Matches(MetricCategory category, string name) => Kind switch
    {
        SelectorKind.All => true,
        SelectorKind.Category => Category == category,
        SelectorKind.Name => string.Equals(Name, name, StringComparison.Ordinal),
        _ => false,
    };

    private static bool NeedsQuotes(string part) => part.AsSpan().IndexOfAny('.', '"') >= 0;

    private static string Quote(string part) => $"\"{part.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string ReadPart(string text, ref int position, out bool quoted)
    {
        quoted = position < text.Length && text[position] == '"';
        int start = position;
        if (!quoted)
        {
            int dot = text.IndexOf('.', position);
            position = dot < 0 ? text.Length : dot;
            string part = text[start..position];
            if (part.Length == 0 || part.Contains('"', StringComparison.Ordinal))
            {
                throw new FormatException($"A selector needs a name at position {start}: 'name', 'category' or 'name.measurement'.");
            }

            return part;
        }

        var name = new System.Text.StringBuilder();
        for (position++; position < text.Length; position++)
        {
            if (text[position] != '"')
            {
                name.Append(text[position]);
            }
            else if (position + 1 < text.Length && text[position + 1] == '"')
            {
                name.Append('"');
                position++;
            }
            else
            {
                position++;
                if (name.Length == 0 || (position < text.Length && text[position] != '.'))
                {
                    break;
                }

                return name.ToString();
            }
        }

        throw new FormatException($"The quoted name that starts at position {start} is empty, not closed, or not followed by a dot or the end.");
    }
}
