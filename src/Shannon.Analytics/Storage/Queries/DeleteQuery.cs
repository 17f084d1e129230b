namespace Shannon.Analytics.Storage.Queries;

/// <summary>Which records to delete, for good.</summary>
public sealed record DeleteQuery : RecordPredicate
{
    /// <summary>Must be true to delete every record there is, which is what a query without conditions means.</summary>
    public bool AllowEverything { get; init; }

    /// <summary>
    /// Leaves the rollups alone that outlived their records; <see langword="false"/> by default. Rollups cannot be split by record. Unless this is
    /// set, every quarter of an hour goes whole that may hold what is deleted: of the metrics and the time that are meant, in those months'
    /// rollups in which the session or user, if one is named, took part. Conditions on anything else spare nothing.
    /// </summary>
    public bool KeepRollups { get; init; }

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
