namespace Shannon.Analytics.Storage.Queries;

/// <summary>What a <see cref="GroupKey"/> takes of a record.</summary>
public enum GroupKeyKind
{
    /// <summary>The session's id.</summary>
    Session,

    /// <summary>The user: the record's own, else its session's.</summary>
    User,

    /// <summary>The project: the record's own, else its session's.</summary>
    Project,

    /// <summary>The model: the record's own, else its session's.</summary>
    Model,

    /// <summary>The metric's name.</summary>
    Name,

    /// <summary>The category's word.</summary>
    Category,

    /// <summary>The value of an attribute.</summary>
    Attribute,
}
