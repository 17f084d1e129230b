using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage;

/// <summary>One change of a state store; a list of them is applied whole or not at all. Built by the factory methods.</summary>
public sealed record StateChange
{
    private StateChange(StateChangeKind kind, string target, string? id, string? value, long? expectedVersion)
    {
        Kind = kind;
        Target = target;
        Id = id;
        Value = value;
        ExpectedVersion = expectedVersion;
    }

    /// <summary>What to do.</summary>
    public StateChangeKind Kind { get; }

    /// <summary>The kind of document, or the name of the log.</summary>
    public string Target { get; }

    /// <summary>The document's id; for a trim, <see langword="null"/>.</summary>
    public string? Id { get; }

    /// <summary>The new content.</summary>
    public string? Value { get; }

    /// <summary>The version the document must have now: 0 for "must not exist", <see langword="null"/> for any. For a trim, the last id to remove.</summary>
    public long? ExpectedVersion { get; }

    /// <summary>Writes a document.</summary>
    /// <param name="kind">What kind of document.</param>
    /// <param name="id">Its id.</param>
    /// <param name="value">Its content; any text but half surrogate pairs.</param>
    /// <param name="expectedVersion">The version it must have now: 0 for "must not exist", <see langword="null"/> for any.</param>
    public static StateChange Put(string kind, string id, string value, long? expectedVersion = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(value);
        ThrowIfNotText(kind, nameof(kind));
        ThrowIfNotText(id, nameof(id));
        ThrowIfNotText(value, nameof(value));
        return new(StateChangeKind.Put, kind, id, value, expectedVersion);
    }

    /// <summary>Deletes a document; one that is absent is no error unless a version is expected.</summary>
    /// <param name="kind">What kind of document.</param>
    /// <param name="id">Its id.</param>
    /// <param name="expectedVersion">The version it must have now, or <see langword="null"/> for any.</param>
    public static StateChange Delete(string kind, string id, long? expectedVersion = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentException.ThrowIfNullOrEmpty(id);
        return new(StateChangeKind.Delete, kind, id, null, expectedVersion);
    }

    /// <summary>Appends to a log.</summary>
    /// <param name="log">The log's name.</param>
    /// <param name="value">The entry's content; any text but half surrogate pairs.</param>
    public static StateChange Append(string log, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(log);
        ArgumentNullException.ThrowIfNull(value);
        ThrowIfNotText(log, nameof(log));
        ThrowIfNotText(value, nameof(value));
        return new(StateChangeKind.Append, log, null, value, null);
    }

    /// <summary>Removes the oldest entries of a log.</summary>
    /// <param name="log">The log's name.</param>
    /// <param name="throughId">The last id to remove.</param>
    public static StateChange Trim(string log, long throughId)
    {
        ArgumentException.ThrowIfNullOrEmpty(log);
        return new(StateChangeKind.Trim, log, null, null, throughId);
    }

    // Stores keep UTF-8, in which half a pair would silently become another character.
    private static void ThrowIfNotText(string text, string parameter)
    {
        if (!MetricValidator.HasOnlyWholePairs(text))
        {
            throw new ArgumentException("The text holds half of a surrogate pair, which cannot be stored; remove it.", parameter);
        }
    }
}
