using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Testing.Conformance;

/// <summary>Pages: every record once, in order, as of the first page.</summary>
internal static class PagingChecks
{
    internal static IReadOnlyDictionary<string, Func<StoreConformance, Task>> All { get; } = new Dictionary<string, Func<StoreConformance, Task>>(StringComparer.Ordinal)
    {
        ["paging.every_record_once_in_order"] = OnceInOrderAsync,
        ["paging.what_comes_meanwhile_does_not_show"] = MeanwhileAsync,
        ["paging.predicates_narrow"] = PredicatesAsync,
        ["paging.wrong_arguments_are_refused"] = WrongArgumentsAsync,
    };

    private static async Task OnceInOrderAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);

        // Late, early and simultaneous ones, partly settled.
        int[] seconds = [5, 1, 1, 9, -3, 7, 7, 7, 0, 2];
        for (int i = 0; i < seconds.Length; i++)
        {
            await store.AppendAsync(Records.Metric(subject, i, seconds[i])).ConfigureAwait(false);
            if (i == 5)
            {
                await subject.SettleAsync(store).ConfigureAwait(false);
            }
        }

        int[] ascending = [.. Enumerable.Range(0, seconds.Length).OrderBy(i => seconds[i]).ThenBy(i => i)];
        foreach (RecordOrder order in Enum.GetValues<RecordOrder>())
        {
            foreach (int size in new[] { 1, 3, 100 })
            {
                var seen = new List<double>();
                RecordCursor? after = null;
                do
                {
                    RecordPage page = await store.ReadPageAsync(new MetricQuery { Order = order, After = after }, size).ConfigureAwait(false);
                    Verify.That(page.Records.Count <= size, "A page is no longer than asked for.");
                    seen.AddRange(page.Records.Select(record => record.Value!.Value));
                    after = page.Next;
                }
                while (after is not null);
                IEnumerable<int> expected = order == RecordOrder.Ascending ? ascending : ascending.Reverse();
                Verify.Sequence(expected.Select(i => (double)i), seen, $"Values in pages of {size}");
            }
        }
    }

    private static async Task MeanwhileAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        await store.AppendBatchAsync([.. Enumerable.Range(0, 6).Select(i => Records.Metric(subject, i, i) with { Key = new RecordKey("k" + i) })]).ConfigureAwait(false);
        var seen = new List<double>();
        RecordCursor? after = null;
        do
        {
            // From the second page on, as of the first: newcomers are not in the page that was read before they came.
            RecordPage page = await store.ReadPageAsync(new MetricQuery { Order = RecordOrder.Descending, After = after }, 2).ConfigureAwait(false);
            seen.AddRange(page.Records.Select(record => record.Value!.Value));
            after = page.Next;
            await store.AppendAsync(Records.Metric(subject, 99, -10)).ConfigureAwait(false);
            await store.AppendAsync(Records.Metric(subject, 98, 0) with { Key = new RecordKey("k0", seen.Count) }).ConfigureAwait(false);
        }
        while (after is not null);
        Verify.Sequence([5.0, 4, 3, 2, 1, 0], seen, "Values as of the first page");
    }

    private static async Task PredicatesAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        DateTimeOffset now = subject.Clock.Now;
        await store.AppendBatchAsync(
        [
            Records.Metric(subject, 1) with { SessionId = "a", Model = "m", Attributes = new AttributeSet { ["tool"] = "x" } },
            Records.Metric(subject, 2, 1) with { SessionId = "b", UserId = "u", Attributes = new AttributeSet { ["tool"] = "y" } },
            new CustomMetric("other", 3) { Timestamp = now.AddSeconds(2), SessionId = "a", Project = "p" },
            new ApiMetric { Timestamp = now.AddSeconds(3), DurationMs = 4 },
        ]).ConfigureAwait(false);
        (MetricQuery Query, double[] Values)[] cases =
        [
            (new MetricQuery { SessionId = "a" }, [1, 3]),
            (new MetricQuery { SessionId = "none" }, []),
            (new MetricQuery { UserId = "u" }, [2]),
            (new MetricQuery { Project = "p" }, [3]),
            (new MetricQuery { Model = "m" }, [1]),
            (new MetricQuery { Category = MetricCategory.Api }, [4]),
            (new MetricQuery { Selector = Selector.Of("build") }, [1, 2]),
            (new MetricQuery { Selector = Selector.OfCategory(MetricCategory.Custom) }, [1, 2, 3]),
            (new MetricQuery { Range = new TimeRange(now.AddSeconds(1), now.AddSeconds(2)) }, [2, 3]),
            (new MetricQuery { Attributes = new AttributeSet { ["tool"] = "y" } }, [2]),
            (new MetricQuery { Measurements = [new MeasurementRange(null, 2, 3)] }, [2, 3]),
            (new MetricQuery { SessionId = "a", Attributes = new AttributeSet { ["tool"] = "y" } }, []),
        ];
        for (int round = 0; round < 2; round++)
        {
            foreach ((MetricQuery query, double[] values) in cases)
            {
                Verify.Sequence(values, await Records.ValuesAsync(store, query).ConfigureAwait(false), "Values");
            }

            await subject.SettleAsync(store).ConfigureAwait(false);
        }
    }

    private static async Task WrongArgumentsAsync(StoreConformance subject)
    {
        IMetricStore store = await subject.OpenAsync().ConfigureAwait(false);
        await Verify.ThrowsAsync<ArgumentOutOfRangeException>(() => store.ReadPageAsync(MetricQuery.All, 0), "A page of 0 records").ConfigureAwait(false);
        await Verify.ThrowsAsync<ArgumentNullException>(() => store.ReadPageAsync(null!, 1), "No query").ConfigureAwait(false);
        await Verify.ThrowsAsync<ArgumentException>(() => store.ReadPageAsync(new MetricQuery { Limit = 0 }, 1), "A limit of 0").ConfigureAwait(false);
    }
}
