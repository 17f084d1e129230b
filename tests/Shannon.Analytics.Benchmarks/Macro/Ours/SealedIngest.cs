using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Ours;

/// <summary>As <see cref="ColumnBatchIngest"/>, and the clock runs on until everything lies in segments with their rollups.</summary>
internal sealed class SealedIngest(string folder, MetricColumns data, SqliteStoreOptions? options = null) : ColumnBatchIngest(folder, data, options)
{
    /// <inheritdoc />
    public override async ValueTask RunAsync()
    {
        await base.RunAsync();
        await Store.SealAsync();
    }
}
