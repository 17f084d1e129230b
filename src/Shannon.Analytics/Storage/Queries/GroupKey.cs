namespace Shannon.Analytics.Storage.Queries;

/// <summary>What records are grouped by. Immutable; equal by value.</summary>
public readonly record struct GroupKey
{
    private GroupKey(GroupKeyKind kind, string? attributeName)
    {
        Kind = kind;
        AttributeName = attributeName;
    }

    /// <summary>By session.</summary>
    public static GroupKey Session { get; } = new(GroupKeyKind.Session, null);

    /// <summary>By user.</summary>
    public static GroupKey User { get; } = new(GroupKeyKind.User, null);

    /// <summary>By project.</summary>
    public static GroupKey Project { get; } = new(GroupKeyKind.Project, null);

    /// <summary>By model.</summary>
    public static GroupKey Model { get; } = new(GroupKeyKind.Model, null);

    /// <summary>By the metric's name.</summary>
    public static GroupKey Name { get; } = new(GroupKeyKind.Name, null);

    /// <summary>By category.</summary>
    public static GroupKey Category { get; } = new(GroupKeyKind.Category, null);

    /// <summary>What is taken of a record.</summary>
    public GroupKeyKind Kind { get; }

    /// <summary>Of <see cref="GroupKeyKind.Attribute"/> its name, otherwise <see langword="null"/>.</summary>
    public string? AttributeName { get; }

    /// <summary>By an attribute's value. Numbers, booleans and JSON group by their text form.</summary>
    /// <param name="name">The attribute's name.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static GroupKey Attribute(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(GroupKeyKind.Attribute, name);
    }

    /// <summary>The attribute's name, or the kind's word in lower case.</summary>
    public override string ToString() => AttributeName ?? Kind.ToString().ToLowerInvariant();
}
