namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>One step of the catalogue's history.</summary>
/// <param name="From">The version it starts from; it leads to the next one.</param>
/// <param name="Sql">What to do; touches the catalogue only.</param>
internal sealed record SchemaMigration(int From, string Sql);
