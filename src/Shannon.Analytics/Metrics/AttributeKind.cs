namespace Shannon.Analytics.Metrics;

/// <summary>What an <see cref="AttributeValue"/> holds. The numeric values are part of the file format and never change.</summary>
public enum AttributeKind
{
    /// <summary>Nothing: the value of a field that is absent.</summary>
    None = 0,

    /// <summary>Text.</summary>
    Text = 1,

    /// <summary>A finite double.</summary>
    Number = 2,

    /// <summary>True or false.</summary>
    Boolean = 3,

    /// <summary>A JSON object or array, kept as text.</summary>
    Json = 4,
}
