namespace Shannon.Analytics.Storage.Auditing;

/// <summary>
/// Who acts, for entries that the library writes to the audit log by itself: <c>using (AuditContext.Use("alice")) { … }</c>. Holds for the calling code and
/// for whatever it awaits or starts, not for others.
/// </summary>
public static class AuditContext
{
    /// <summary>Who acts where nobody said.</summary>
    public const string SystemActor = "system";

    private static readonly AsyncLocal<string?> Current = new();

    /// <summary>Who acts here; <see cref="SystemActor"/> unless somebody said.</summary>
    public static string Actor => Current.Value ?? SystemActor;

    /// <summary>Says who acts, until the result is disposed of.</summary>
    /// <param name="actor">The user or service: a name or id that may stand in the log for ever, 1 to 256 characters.</param>
    /// <returns>Puts back who acted before.</returns>
    /// <exception cref="ArgumentException">The actor is empty or too long.</exception>
    public static IDisposable Use(string actor)
    {
        ArgumentException.ThrowIfNullOrEmpty(actor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(actor.Length, AuditEntry.MaxNameLength, nameof(actor));
        var before = new Scope(Current.Value);
        Current.Value = actor;
        return before;
    }

    private sealed class Scope(string? before) : IDisposable
    {
        private bool _over;

        public void Dispose()
        {
            if (!_over)
            {
                _over = true;
                Current.Value = before;
            }
        }
    }
}
