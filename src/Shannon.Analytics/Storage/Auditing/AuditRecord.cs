namespace Shannon.Analytics.Storage.Auditing;

/// <summary>An entry as it stands in the log.</summary>
/// <param name="Sequence">Its place: 1 for the first, without gaps.</param>
/// <param name="Time">When it was appended.</param>
/// <param name="Entry">What was done.</param>
/// <param name="Hash">Over all of it and the hash of the entry before, as 64 hexadecimal digits: keep one elsewhere, and everything up to it can be proven later.</param>
/// <param name="KeyId">Of the key that the hash needs; <see langword="null"/> if anybody can compute it.</param>
public sealed record AuditRecord(long Sequence, DateTimeOffset Time, AuditEntry Entry, string Hash, string? KeyId);
