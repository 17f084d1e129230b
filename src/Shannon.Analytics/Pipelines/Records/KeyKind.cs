namespace Shannon.Analytics.Pipelines.Records;

/// <summary>What stands under a known key of a record in JSON.</summary>
internal enum KeyKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A moment.</summary>
    Time,

    /// <summary>An object with keys of the host's own.</summary>
    Container,
}
