namespace Shannon.Analytics.Storage;

/// <summary>One document of a state store.</summary>
/// <param name="Kind">What kind of document, such as <c>alert</c>.</param>
/// <param name="Id">Its id, unique within the kind.</param>
/// <param name="Version">1 when created, one more with every change.</param>
/// <param name="Value">Its content; the owner of the kind decides the form, usually JSON.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record StateEntry(string Kind, string Id, long Version, string Value, DateTimeOffset UpdatedAt);
