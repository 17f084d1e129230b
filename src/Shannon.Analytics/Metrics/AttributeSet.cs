namespace Shannon.Analytics.Metrics;

/// <summary>The attributes of a metric by name, such as <c>language</c> → <c>python</c>. See <see cref="NamedValues{T}"/> for how it is filled and frozen.</summary>
public sealed class AttributeSet : NamedValues<AttributeValue>
{
    /// <summary>Creates an empty set.</summary>
    public AttributeSet()
    {
    }

    internal AttributeSet(AttributeSet original)
        : base(original)
    {
    }

    internal AttributeSet(string[] names, AttributeValue[] values)
        : base(names, values)
    {
    }

    internal static AttributeSet Empty { get; } = new([], []);
}
