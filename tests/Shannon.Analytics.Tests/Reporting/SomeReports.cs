using Microsoft.Extensions.Time.Testing;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Reporting;

/// <summary>A store with a clock of its own and a reporter over it.</summary>
internal sealed class SomeReports : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    private SomeReports(DateTimeOffset now)
    {
        Time = new FakeTimeProvider(now);
        Store = new SqliteStore(_folder.File("reports.db"), new SqliteStoreOptions { TimeProvider = Time });
        Reporter = new AnalyticsReporter(Store);
    }

    internal FakeTimeProvider Time { get; }

    internal SqliteStore Store { get; }

    internal AnalyticsReporter Reporter { get; }

    internal DateTimeOffset Now => Time.GetUtcNow();

    internal static async Task<SomeReports> OpenAsync(DateTimeOffset? now = null)
    {
        var reports = new SomeReports(now ?? Some.Time);
        await reports.Store.InitializeAsync();
        return reports;
    }

    internal async Task AddAsync(params IReadOnlyList<MetricInput> metrics) => await Store.AppendBatchAsync(metrics);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Dispose();
    }
}
