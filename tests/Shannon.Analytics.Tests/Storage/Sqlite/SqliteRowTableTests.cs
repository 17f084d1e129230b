using Microsoft.Data.Sqlite;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage.Sqlite;

/// <summary>A plain file for ad-hoc SQL.</summary>
public sealed class SqliteRowTableTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Export_OfAnyRecords_HoldsEachOfThemInPlainColumns(bool seal)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var random = new Random(11);
        await using SqliteStore store = await Stores.OpenAsync(_folder.File("a.db"));
        await store.AppendBatchAsync(Some.Make(2_000, _ => Some.Input(random)), cancellationToken: token);
        if (seal)
        {
            await store.SealAsync(token);
        }

        Assert.Equal(2_000, await SqliteRowTable.ExportAsync(store, _folder.File("rows.db"), cancellationToken: token));

        Dictionary<long, MetricRecord> records = (await Stores.ReadAllAsync(store)).ToDictionary(record => record.Id);
        using SqliteConnection connection = Stores.Raw(_folder.File("rows.db"));
        using SqliteCommand select = connection.CreateCommand();
        select.CommandText = "SELECT id, timestamp, category, name, value, session_id, user_id, project, model, cost, cost_nano_dollars, measurements, attributes FROM records";
        using SqliteDataReader reader = await select.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
        {
            Assert.True(records.Remove(reader.GetInt64(0), out MetricRecord? record));
            Assert.Equal(record.Timestamp, DateTimeOffset.Parse(reader.GetString(1), System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal((record.Category.ToString().ToLowerInvariant(), record.Name), (reader.GetString(2), reader.GetString(3)));
            Assert.Equal(record.Value, reader.IsDBNull(4) ? null : reader.GetDouble(4));
            Assert.Equal([record.SessionId, record.UserId, record.Project, record.Model], Enumerable.Range(5, 4).Select(i => reader.IsDBNull(i) ? null : reader.GetString(i)));
            Assert.Equal(record.Cost, reader.IsDBNull(10) ? null : reader.GetInt64(10) / 1_000_000_000m);
            Assert.Equal((double?)record.Cost, reader.IsDBNull(9) ? null : reader.GetDouble(9));
            Assert.Equal(new RawMetric(record.Category, "x") { Measurements = record.Measurements, Attributes = record.Attributes }, MetricJson.Parse($$"""{"type":"x","category":"{{reader.GetString(2)}}","measurements":{{reader.GetString(11)}},"attributes":{{reader.GetString(12)}}}"""));
        }

        Assert.Empty(records);
    }

    [Fact]
    public async Task Export_OfAQuery_AnswersSql_AndReplacesTheFile()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using AnalyticsEngine engine = await AnalyticsEngine.OpenAsync(_folder.File("a.db"), cancellationToken: token);
        foreach (var (language, value) in ((string, double)[])[("c#", 1), ("c#", 3), ("python", 5)])
        {
            await engine.TrackMetricAsync(new CustomMetric("build", value) { Attributes = { ["language"] = language } }, token);
        }

        await engine.TrackMetricAsync(new CustomMetric("other", 9), token);
        await engine.ExportToSqliteAsync(_folder.File("rows.db"), cancellationToken: token);

        Assert.Equal(2, await engine.ExportToSqliteAsync(_folder.File("rows.db"), new MetricQuery { Selector = "build", Limit = 2 }, token));
        Assert.Equal(3, await engine.ExportToSqliteAsync(_folder.File("rows.db"), new MetricQuery { Selector = "build" }, token));

        using SqliteConnection connection = Stores.Raw(_folder.File("rows.db"));
        using SqliteCommand select = connection.CreateCommand();
        select.CommandText = "SELECT group_concat(l || '=' || a) FROM (SELECT attributes->>'language' AS l, avg(value) AS a FROM records WHERE name='build' GROUP BY 1 ORDER BY 1)";
        Assert.Equal("c#=2.0,python=5.0", await select.ExecuteScalarAsync(token));
    }

    [Fact]
    public async Task Export_ThatCannotBe_LeavesNothingBehind()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using SqliteStore store = await Stores.OpenAsync(_folder.File("a.db"));
        await store.AppendAsync(Some.Metric(), token);
        string[] before = Directory.GetFiles(_folder.FullPath);

        await Assert.ThrowsAsync<ArgumentException>(() => SqliteRowTable.ExportAsync(store, _folder.File("a.db"), cancellationToken: token));
        await Assert.ThrowsAnyAsync<StoreException>(() => SqliteRowTable.ExportAsync(store, _folder.File("missing/rows.db"), cancellationToken: token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SqliteRowTable.ExportAsync(store, _folder.File("rows.db"), cancellationToken: new CancellationToken(canceled: true)));

        Assert.Equal(before, Directory.GetFiles(_folder.FullPath));
    }
}
