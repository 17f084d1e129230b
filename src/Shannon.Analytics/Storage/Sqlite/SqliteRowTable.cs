using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// Writes records into a plain SQLite file with one row for each, for whoever wants to ask it in SQL, without this library. The table <c>records</c> has
/// <c>id</c>, <c>timestamp</c> (ISO 8601 in UTC), <c>category</c>, <c>name</c>, <c>value</c> (the default measurement), <c>session_id</c>, <c>user_id</c>, <c>project</c>, <c>model</c>,
/// <c>cost</c> in US dollars, <c>cost_nano_dollars</c> (the same, exact), <c>key</c>, <c>key_rank</c>, and <c>measurements</c> and <c>attributes</c> as JSON objects:
/// <c>SELECT attributes->>'language', avg(value) FROM records WHERE name = 'build' GROUP BY 1</c>. Nothing in it is compressed or encrypted.
/// </summary>
public static class SqliteRowTable
{
    private const int PageSize = 10_000;

    private const string Create = """
        PRAGMA journal_mode=OFF;
        CREATE TABLE records(
            id INTEGER PRIMARY KEY, timestamp TEXT NOT NULL, category TEXT NOT NULL, name TEXT NOT NULL, value REAL,
            session_id TEXT, user_id TEXT, project TEXT, model TEXT,
            cost_nano_dollars INTEGER, cost REAL GENERATED ALWAYS AS (cost_nano_dollars / 1e9) VIRTUAL,
            key TEXT, key_rank INTEGER, measurements TEXT NOT NULL, attributes TEXT NOT NULL);
        """;

    private const string CreateIndexes = "CREATE INDEX records_by_name ON records(name, timestamp); CREATE INDEX records_by_session ON records(session_id, timestamp);";

    private const string Insert = """
        INSERT INTO records(id, timestamp, category, name, value, session_id, user_id, project, model, cost_nano_dollars, key, key_rank, measurements, attributes)
        VALUES ($id, $timestamp, $category, $name, $value, $session_id, $user_id, $project, $model, $cost_nano_dollars, $key, $key_rank, $measurements, $attributes)
        """;

    private static readonly string[] Columns =
        ["$id", "$timestamp", "$category", "$name", "$value", "$session_id", "$user_id", "$project", "$model", "$cost_nano_dollars", "$key", "$key_rank", "$measurements", "$attributes"];

    /// <summary>Writes the records of a store, oldest first. The file appears under its name only when it is complete and on the disk.</summary>
    /// <param name="store">Any store.</param>
    /// <param name="path">Where the file shall be; its folder must exist. A file there is replaced, unless it is the store's own.</param>
    /// <param name="query">Which records; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Gives up; nothing is left behind.</param>
    /// <returns>How many records were written.</returns>
    /// <exception cref="ArgumentException">The path is empty or the store's own file, or the query is out of range.</exception>
    /// <exception cref="StoreException">The file cannot be written.</exception>
    public static async Task<long> ExportAsync(IMetricStore store, string path, MetricQuery? query = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        query ??= MetricQuery.All;
        query.Validate();
        string target = Path.GetFullPath(path);
        if (store is SqliteStore sqlite && string.Equals(target, Path.GetFullPath(sqlite.FilePath), StringComparison.Ordinal))
        {
            throw new ArgumentException("The path of the export is the store's own file. Choose another path.", nameof(path));
        }

        string partial = $"{target}.{Guid.NewGuid():N}.partial";
        try
        {
            long records = await WriteAsync(store, partial, query, cancellationToken).ConfigureAwait(false);
            File.Move(partial, target, overwrite: true);
            return records;
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.ToTyped(error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreAccessException("The export cannot be written to its path. Check the folder and its permissions, or choose another path.", error);
        }
        finally
        {
            if (File.Exists(partial))
            {
                File.Delete(partial);
            }
        }
    }

    private static async Task<long> WriteAsync(IMetricStore store, string partial, MetricQuery query, CancellationToken cancellationToken)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = partial, Pooling = false }.ConnectionString);
        connection.Open();
        Run(connection, Create);
        using SqliteTransaction transaction = connection.BeginTransaction();
        using SqliteCommand insert = Prepare(connection, transaction);
        long written = 0;
        RecordCursor? next = query.After;
        do
        {
            int size = (int)Math.Min(PageSize, (query.Limit ?? long.MaxValue) - written);
            RecordPage page = await store.ReadPageAsync(query with { After = next }, size, cancellationToken).ConfigureAwait(false);
            await Task.Run(() => AddAll(insert, page.Records), cancellationToken).ConfigureAwait(false);
            written += page.Records.Count;
            next = page.Next;
        }
        while (next is not null && !(written >= query.Limit));

        // An index is made faster over rows that are there.
        await Task.Run(() => Run(connection, CreateIndexes), cancellationToken).ConfigureAwait(false);
        transaction.Commit();
        return written;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Prepare(SqliteConnection connection, SqliteTransaction transaction)
    {
        SqliteCommand insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = Insert;
        foreach (string column in Columns)
        {
            insert.Parameters.Add(new SqliteParameter(column, null));
        }

        return insert;
    }

    private static void AddAll(SqliteCommand insert, IReadOnlyList<MetricRecord> records)
    {
        foreach (MetricRecord record in records)
        {
            Set(insert, 0, record.Id);
            Set(insert, 1, record.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
            Set(insert, 2, record.Category.ToWord());
            Set(insert, 3, record.Name);
            Set(insert, 4, record.Value);
            Set(insert, 5, record.SessionId);
            Set(insert, 6, record.UserId);
            Set(insert, 7, record.Project);
            Set(insert, 8, record.Model);
            Set(insert, 9, record.Cost is { } cost ? NanoCost.From(cost) : (long?)null);
            Set(insert, 10, record.Key?.Value);
            Set(insert, 11, record.Key?.Rank);
            Set(insert, 12, ObjectOf(record.Measurements, static (writer, value) => writer.WriteNumberValue(value)));
            Set(insert, 13, ObjectOf(record.Attributes, static (writer, value) => value.WriteTo(writer)));
            insert.ExecuteNonQuery();
        }
    }

    private static void Set<T>(SqliteCommand insert, int parameter, T value) => insert.Parameters[parameter].Value = (object?)value ?? DBNull.Value;

    private static string ObjectOf<T>(IReadOnlyDictionary<string, T> values, Action<Utf8JsonWriter, T> write) => values.Count == 0 ? "{}" : MetricJson.ToText(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in values)
        {
            writer.WritePropertyName(name);
            write(writer, value);
        }

        writer.WriteEndObject();
    });
}
