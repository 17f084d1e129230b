namespace Shannon.Analytics.Storage.Queries;

/// <summary>Which records to delete, for good.</summary>
public sealed record DeleteQuery : RecordPredicate
{
    /// <summary>Must be true to delete every record there is, which is what a query without conditions means.</summary>
    public bool AllowEverything { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Nothing narrows and <see cref="AllowEverything"/> is false, or a property is out of range.</exception>
    public override void Validate()
    {
        base.Validate();
        if (IsEverything && !AllowEverything)
        {
            throw new ArgumentException("No condition was given, which would delete every record. Give one, or set AllowEverything.");
        }
    }
}
