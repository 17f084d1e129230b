using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Testing.Conformance;

/// <summary>Batches: whole or not at all, visible when awaited, ids rising.</summary>
internal static class AppendChecks
{
    internal static IReadOnlyDictionary<string, Func<StoreConformance, Task>> All { get; } = new Dictionary<string, Func<StoreConformance, Task>>(StringComparer.Ordinal)
    {
        ["append.every_field_comes_back"] = EveryFieldAsync,
        ["append.equal_metrics_stay_apart"] = EqualMetricsAsync,
        ["append.no_timestamp_is_now"] = NoTimestampAsync,
        ["append.one_invalid_stores_nothing"] = OneInvalidAsync,
        ["append.ids_rise_with_commits"] = IdsRiseAsync,
        ["append.visible_to_others_when_awaited"] = VisibleAsync,
        ["append.columns_equal_lists"] = ColumnsAsync,
        ["append.many_at_once_lose_nothing"] = ManyAtOnceAsync,
        ["append.survives_reopening"] = ReopeningAsync,
        ["append.cancelled_before_stores_nothing"] = CancelledAsync,
    };

    private static async Task EveryFieldAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        var metric = new RawMetric(MetricCategory.Custom, "my.metric")
        {
            Timestamp = subject.Clock.Now.AddTicks(10),
            SessionId = "session",
            UserId = "user",
            Project = "project",
            Model = "model",
            Cost = 0.000_000_001m,
            Key = new RecordKey("key", 7),
        };
        metric.Measurements["value"] = 0.1 + 0.2;
        metric.Measurements["größe"] = double.MaxValue;
        metric.Attributes["text"] = "ünïcödé 漢字 😀\0\n";
        metric.Attributes["number"] = -0.5;
        metric.Attributes["flag"] = true;
        metric.Attributes["json"] = AttributeValue.FromJson("{\"a\":[1,2]}");
        await store.AppendAsync(metric).ConfigureAwait(false);
        for (int round = 0; round < 2; round++)
        {
            MetricRecord record = (await Records.AllAsync(store).ConfigureAwait(false)).Single();
            Verify.Equal(
                (MetricCategory.Custom, "my.metric", "session", "user", "project", "model"),
                (record.Category, record.Name, record.SessionId, record.UserId, record.Project, record.Model),
                "A record's words");
            Verify.Equal((subject.Clock.Now.AddTicks(10), (decimal?)0.000_000_001m, (RecordKey?)new RecordKey("key", 7)), (record.Timestamp, record.Cost, record.Key), "Time, cost, key");
            Verify.Equal((2, 0.1 + 0.2, double.MaxValue), (record.Measurements.Count, record.Measurements["value"], record.Measurements["größe"]), "Measurements");
            Verify.Equal(
                (4, "ünïcödé 漢字 😀\0\n", AttributeValue.Of(-0.5), AttributeValue.Of(true), "{\"a\":[1,2]}"),
                (record.Attributes.Count, record.Attributes["text"].Text, record.Attributes["number"], record.Attributes["flag"], record.Attributes["json"].Text),
                "Attributes");
            await subject.SettleAsync(store).ConfigureAwait(false);
        }
    }

    private static async Task EqualMetricsAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        MetricInput metric = Records.Metric(subject, 1);
        Verify.Equal(new AppendResult(50, 0, 0), await store.AppendBatchAsync([.. Enumerable.Repeat(metric, 50)]).ConfigureAwait(false), "Result");
        await store.AppendAsync(metric).ConfigureAwait(false);
        Verify.Equal(51, (await Records.AllAsync(store).ConfigureAwait(false)).Select(record => record.Id).Distinct().Count(), "Records with an id of their own");
    }

    private static async Task NoTimestampAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        await store.AppendAsync(new CustomMetric("build", 1)).ConfigureAwait(false);
        Verify.Equal(subject.Clock.Now, (await Records.AllAsync(store).ConfigureAwait(false)).Single().Timestamp, "Timestamp");
    }

    private static async Task OneInvalidAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        MetricInput[] batch = [Records.Metric(subject, 1), Records.Metric(subject, double.NaN), Records.Metric(subject, 3)];
        await Verify.ThrowsAsync<MetricValidationException>(() => store.AppendBatchAsync(batch).AsTask(), "A batch with a value that is no number").ConfigureAwait(false);
        Verify.Equal(0L, (await store.DescribeAsync().ConfigureAwait(false)).Records, "Records");
    }

    private static async Task IdsRiseAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        for (int i = 0; i < 5; i++)
        {
            // Later records are older, so that the order of time says nothing about ids.
            await store.AppendBatchAsync([Records.Metric(subject, 2 * i, -i), Records.Metric(subject, (2 * i) + 1, -i)]).ConfigureAwait(false);
        }

        double[] byId = [.. (await Records.AllAsync(store).ConfigureAwait(false)).OrderBy(record => record.Id).Select(record => record.Value!.Value)];
        Verify.Sequence(Enumerable.Range(0, 10).Select(i => (double)i), byId, "Values by id");
    }

    private static async Task VisibleAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        IMetricStore other = subject.SharesDatabase ? await subject.OpenAsync().ConfigureAwait(false) : store;
        for (int i = 1; i <= 5; i++)
        {
            await (i % 2 == 0 ? store : other).AppendAsync(Records.Metric(subject, i, i)).ConfigureAwait(false);
            Verify.Equal(i, (await Records.AllAsync(i % 2 == 0 ? other : store).ConfigureAwait(false)).Count, "Records that the other object sees");
        }
    }

    private static async Task ColumnsAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        long micros = (subject.Clock.Now - DateTimeOffset.UnixEpoch).Ticks / 10;
        var batch = new ColumnBatch
        {
            Count = 3,
            Category = MetricCategory.Custom,
            Names = TextValues.OfCodes(["a", "b"], [0, 1, 0]),
            Sessions = TextValues.Of(["s", null, "s"]),
            TimestampsMicros = new[] { micros, micros + 1, micros + 2 },
            Measurements = [new MeasurementColumn("value", new double[] { 1, 0, 3 }) { Present = new[] { true, false, true } }],
            Attributes = [AttributeColumn.OfText("tool", TextValues.Of(["x", "y", null]))],
        };
        Verify.Equal(new AppendResult(3, 0, 0), await store.AppendColumnsAsync(batch).ConfigureAwait(false), "Result");
        Verify.Sequence(
            [("a", "s", 1, "x"), ("b", null, null, "y"), ("a", "s", (double?)3, (string?)null)],
            (await Records.AllAsync(store).ConfigureAwait(false)).Select(record => (record.Name, record.SessionId, record.Value, record.Attributes.TryGetValue("tool", out AttributeValue tool) ? tool.Text : null)),
            "Rows");
    }

    private static async Task ManyAtOnceAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => store.AppendBatchAsync([Records.Metric(subject, i), Records.Metric(subject, i)]).AsTask()))).ConfigureAwait(false);
        List<MetricRecord> records = await Records.AllAsync(store).ConfigureAwait(false);
        Verify.Sequence(Enumerable.Range(0, 400).Select(i => (double)(i / 2)), records.Select(record => record.Value!.Value).Order(), "Values");
        Verify.That(records.GroupBy(record => record.Value).All(pair => Math.Abs(pair.First().Id - pair.Last().Id) == 1), "The records of one batch have consecutive ids.");
    }

    private static async Task ReopeningAsync(StoreConformance subject)
    {
        if (!subject.SharesDatabase)
        {
            return;
        }

        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        await store.AppendBatchAsync([Records.Metric(subject, 1), Records.Metric(subject, 2)]).ConfigureAwait(false);
        long last = (await Records.AllAsync(store).ConfigureAwait(false)).Max(record => record.Id);
        await store.DisposeAsync().ConfigureAwait(false);
        store = await subject.OpenAsync().ConfigureAwait(false);
        await store.AppendAsync(Records.Metric(subject, 3, 1)).ConfigureAwait(false);
        List<MetricRecord> records = await Records.AllAsync(store).ConfigureAwait(false);
        Verify.Sequence([1.0, 2, 3], records.Select(record => record.Value!.Value), "Values");
        Verify.That(records[^1].Id > last, "Ids go on rising after reopening.");
    }

    private static async Task CancelledAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        var cancelled = new CancellationToken(canceled: true);
        await Verify.ThrowsAsync<OperationCanceledException>(() => store.AppendAsync(Records.Metric(subject, 1), cancelled).AsTask(), "A token that is already cancelled").ConfigureAwait(false);
        Verify.Equal(0, (await Records.AllAsync(store).ConfigureAwait(false)).Count, "Records");
    }
}
