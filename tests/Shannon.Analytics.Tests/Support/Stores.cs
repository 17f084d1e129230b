using Microsoft.Data.Sqlite;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Tests.Support;

/// <summary>Short ways to open a store, to read all of it, and to get at its file behind its back.</summary>
internal static class Stores
{
    internal static async Task<SqliteStore> OpenAsync(string path, SqliteStoreOptions? options = null)
    {
        var store = new SqliteStore(path, options);
        try
        {
            await store.InitializeAsync();
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    internal static async Task<IReadOnlyList<MetricRecord>> ReadAllAsync(SqliteStore store) => (await store.ReadPageAsync(MetricQuery.All, MetricLimits.MaxListCount)).Records;

    /// <summary>A connection of plain SQLite to the file.</summary>
    internal static SqliteConnection Raw(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }

    internal static void Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Tests write their own SQL.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
