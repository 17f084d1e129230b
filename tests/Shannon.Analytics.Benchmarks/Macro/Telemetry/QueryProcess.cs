using System.Globalization;
using Shannon.Analytics.Benchmarks.Macro.Queries;
using Shannon.Analytics.Benchmarks.Macro.Rivals;
using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Telemetry;

/// <summary>Opens a loaded database in a process of its own.</summary>
internal static class QueryProcess
{
    /// <summary>Opens what the arguments say; it stays open until the process ends.</summary>
    public static async Task<Func<TelemetryQuery, Task<double[]>>> OpenAsync(string[] arguments, IReadOnlyList<TelemetryQuery> queries)
    {
        if (arguments is ["shannon", var store])
        {
            var opened = new SqliteStore(store, TelemetryWorld.Options(StoreKind.Plain));
            await opened.InitializeAsync();
            TelemetryRows dictionaries = TelemetryShape.Make(0);
            return async query => (await query.AskAsync(opened, dictionaries))();
        }

        if (arguments is ["duckdb", var table, .. var forms] && forms.Length == queries.Count)
        {
            var opened = new DuckDbTelemetry(table);
            for (int i = 0; i < forms.Length; i++)
            {
                opened.Choose(queries[i], int.Parse(forms[i], CultureInfo.InvariantCulture));
            }

            return query => Task.FromResult(opened.Run(query));
        }

        throw new UsageException("The verb 'answer' is the runner's own.");
    }
}
