using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Ours;

/// <summary>Stands in for members of the store that are still to come; theirs win over these.</summary>
internal static class Pending
{
    public static Task DropBeforeAsync(this SqliteStore store, DateTimeOffset time) =>
        throw new NotSupportedException(FormattableString.Invariant($"{store is null} cannot drop what is before {time:O}."));
}
