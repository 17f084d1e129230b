using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Ours;

/// <summary>Base of our contenders: a store over a fresh file.</summary>
/// <param name="folder">Empty folder.</param>
/// <param name="options">How the store works; the defaults if <see langword="null"/>.</param>
internal abstract class ShannonStore(string folder, SqliteStoreOptions? options = null) : Contender
{
    protected SqliteStore Store { get; } = new(Path.Combine(folder, "shannon.db"), options ?? new SqliteStoreOptions());

    protected MetricsCollector Collector => field ??= new MetricsCollector(Store);

    /// <inheritdoc />
    public override async ValueTask SetUpAsync() => await Store.InitializeAsync();

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => Store.DisposeAsync();

    /// <summary>The answer of an ingest experiment, from the records read back one by one.</summary>
    protected async ValueTask<double[]> ReadBackAsync(MetricColumns data)
    {
        double rows = 0;
        double times = 0;
        var names = new HashSet<string>(StringComparer.Ordinal);
        var sessions = new HashSet<string>(StringComparer.Ordinal);
        double[] sums = new double[data.Measurements.Length];
        HashSet<string>[] distinct = [.. data.Attributes.Select(_ => new HashSet<string>(StringComparer.Ordinal))];
        await foreach (MetricRecord record in Collector.EnumerateMetricsAsync())
        {
            rows++;
            times += (record.Timestamp.UtcTicks - DateTime.UnixEpoch.Ticks) / 10 - MetricColumns.StartMicros;
            names.Add(record.Name);
            sessions.Add(record.SessionId!);
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += record.Measurements[data.Measurements[i].Name];
            }

            for (int i = 0; i < distinct.Length; i++)
            {
                distinct[i].Add(record.Attributes[data.Attributes[i].Name].Text!);
            }
        }

        return [rows, times, names.Count, sessions.Count, .. sums, .. distinct.Select(set => (double)set.Count)];
    }
}
