namespace Shannon.Analytics.Storage;

/// <summary>The right to do something alone for a while, among all processes over one store.</summary>
/// <param name="Name">What for.</param>
/// <param name="Owner">Who holds it.</param>
/// <param name="Epoch">Rises each time the lease changes hands; a holder that was slow can be told by its lower epoch.</param>
/// <param name="ExpiresAt">Until when, unless renewed.</param>
public sealed record StateLease(string Name, string Owner, long Epoch, DateTimeOffset ExpiresAt);
