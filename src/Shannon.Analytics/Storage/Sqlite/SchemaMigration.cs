namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>One step of the catalogue's history.</summary>
/// <param name="From">The version it starts from; it leads to the next one.</param>
/// <param name="Sql">What to do; touches the catalogue only.</param>
/// <param name="Then">What SQL alone cannot do, or null; for rows that are there already.</param>
internal sealed record SchemaMigration(int From, string Sql, Action<RawConnection>? Then = null);
