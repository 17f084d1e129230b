namespace Shannon.Analytics.Pipelines;

/// <summary>What a validator asks of a record.</summary>
public enum SchemaMode
{
    /// <summary>
    /// A <c>type</c>, <c>event</c> or <c>metric_name</c>; fields of their types, numbers finite, times in ISO 8601; no keys but known ones, unless they stand in
    /// <c>attributes</c>, <c>context</c>, <c>dimensions</c>, <c>metadata</c> or <c>measurements</c>. An <c>event</c> may have free fields.
    /// </summary>
    Strict,

    /// <summary>What can be stored: unknown keys become attributes; numbers that are written as text, and times as seconds or milliseconds since 1970, are read.</summary>
    Lenient,
}
