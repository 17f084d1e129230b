using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Tests.Testing.Conformance;

/// <summary>For every check of the conformance suite a store that breaks just that promise, the way a careless implementation would.</summary>
internal static class Faults
{
    public static IReadOnlyDictionary<string, Func<SqliteStore, IMetricStore>> All { get; } = new Dictionary<string, Func<SqliteStore, IMetricStore>>(StringComparer.Ordinal)
    {
        ["append.every_field_comes_back"] = store => new FaultyStore(store) { Record = record => record with { Cost = null } },
        ["append.equal_metrics_stay_apart"] = store => new FaultyStore(store) { Append = (inner, batch, token) => inner.AppendBatchAsync([.. batch.Distinct()], cancellationToken: token) },
        ["append.no_timestamp_is_now"] = store => new FaultyStore(store) { Append = (inner, batch, token) => inner.AppendBatchAsync([.. batch.Select(metric => metric with { Timestamp = metric.Timestamp ?? inner.TimeProvider.GetUtcNow().AddSeconds(1) })], cancellationToken: token) },
        ["append.one_invalid_stores_nothing"] = store => new FaultyStore(store) { Append = OneByOneAsync },
        ["append.ids_rise_with_commits"] = store => new FaultyStore(store) { Record = record => record with { Id = 1_000_000 - record.Id } },
        ["append.visible_to_others_when_awaited"] = store => HoldingBack(store),
        ["append.columns_equal_lists"] = store => new FaultyStore(store) { Columns = batch => batch with { Sessions = null } },
        ["append.many_at_once_lose_nothing"] = store => LosingOneInAHundred(store),
        ["append.survives_reopening"] = store => new FaultyStore(store) { Close = inner => inner.DeleteAsync(new DeleteQuery { AllowEverything = true }) },
        ["append.cancelled_before_stores_nothing"] = store => new FaultyStore(store) { Append = (inner, batch, _) => inner.AppendBatchAsync(batch, cancellationToken: CancellationToken.None) },
        ["keys.highest_rank_stays"] = store => new FaultyStore(store) { Append = (inner, batch, token) => inner.AppendBatchAsync([.. batch.Select(metric => metric with { Key = metric.Key is { } key ? key with { Rank = key.Rank == long.MinValue ? long.MaxValue : -key.Rank } : null })], cancellationToken: token) },
        ["keys.equal_rank_keeps_the_first"] = store => LastCopyWins(store),
        ["keys.replaced_counts_nowhere"] = store => new FaultyStore(store) { Aggregated = result => result with { Groups = [.. result.Groups.Select(group => group with { Values = [.. group.Values.Select(value => value + 1)] })] } },
        ["keys.replacement_has_a_new_id"] = store => new FaultyStore(store) { Record = record => record.Key is null ? record : record with { Id = 7 } },
        ["paging.every_record_once_in_order"] = store => new FaultyStore(store) { PageQuery = query => query with { Order = RecordOrder.Ascending } },
        ["paging.what_comes_meanwhile_does_not_show"] = store => new FaultyStore(store) { PageQuery = query => query.After is { } after ? query with { After = after with { AsOfId = long.MaxValue } } : query },
        ["paging.predicates_narrow"] = store => new FaultyStore(store) { PageQuery = query => query with { Measurements = [] } },
        ["paging.wrong_arguments_are_refused"] = store => new FaultyStore(store) { PageSize = size => Math.Max(size, 1) },
        ["queries.aggregate_functions"] = store => new FaultyStore(store) { Aggregated = result => result with { Groups = [.. result.Groups.Select(group => group with { Values = [.. group.Values.Select((value, i) => i == 5 ? value * Math.Sqrt(0.99) : value)] })] } },
        ["queries.aggregate_groups"] = store => new FaultyStore(store) { Aggregated = result => result with { Groups = [.. result.Groups.Skip(1)] } },
        ["queries.costs_are_exact"] = store => new FaultyStore(store) { Aggregated = result => result with { Groups = [.. result.Groups.Select(group => group with { Cost = (decimal?)(double?)group.Cost })] } },
        ["queries.many_at_once"] = store => new FaultyStore(store) { AggregatedMany = results => [.. results.Reverse()] },
        ["queries.empty_store"] = store => new FaultyStore(store) { Aggregated = result => result.Groups.Count > 0 ? result : result with { Groups = [new AggregateGroup(null, [], [0])] } },
        ["queries.series_is_ordered"] = store => new FaultyStore(store) { Read = Backwards },
        ["queries.scan_returns_every_record_once"] = store => new FaultyStore(store) { ScansTheFirstBatchTwice = true },
        ["queries.distinct_counts"] = store => new FaultyStore(store) { Distinct = values => [.. values.Where(value => value.Value is not null)] },
        ["queries.too_large_is_an_error"] = store => new FaultyStore(store) { SeriesQuery = query => query with { MaxPoints = 1_000_000 } },
        ["predicates.exclude_failed"] = store => new FaultyStore(store) { SeriesQuery = query => query with { ExcludeFailed = false } },
        ["predicates.as_of_an_id"] = store => new FaultyStore(store) { PageQuery = query => query with { AsOfId = null } },
        ["predicates.as_of_an_id_before_a_replacement"] = store => new FaultyStore(store) { SeriesQuery = query => query with { AsOfId = null } },
        ["removal.deleted_records_are_gone"] = store => new FaultyStore(store) { Delete = (_, _) => Task.FromResult(new DeleteResult(25, 0)) },
        ["removal.everything_needs_consent"] = store => new FaultyStore(store) { Delete = (inner, query) => inner.DeleteAsync(query with { AllowEverything = true }) },
        ["removal.deleted_keys_are_forgotten"] = store => RememberingKeys(store),
        ["removal.drop_keeps_from_the_moment_on"] = store => new FaultyStore(store) { Drop = time => time.AddTicks(10) },
        ["changes.every_record_once_in_order_of_commits"] = store => new FaultyStore(store) { ChangesAfter = after => Math.Max(0, after - 1) },
        ["state.documents_carry_versions"] = store => new FaultyStore(store) { Document = entry => entry with { Version = 1 } },
        ["state.one_wrong_version_changes_nothing"] = store => new FaultyStore(store) { Apply = EachAloneAsync },
        ["state.lists_are_ordered"] = store => new FaultyStore(store) { Documents = entries => [.. entries.OrderBy(entry => entry.Id, StringComparer.OrdinalIgnoreCase)] },
        ["state.logs_rise_and_are_trimmed"] = store => new FaultyStore(store) { LogAfter = _ => 0 },
        ["state.concurrent_changes_lose_nothing"] = store => new FaultyStore(store) { Apply = (inner, changes) => inner.ApplyAsync([.. changes.Select(change => StateChange.Put(change.Target, change.Id!, change.Value!))]) },
        ["leases.one_holder_until_it_expires"] = store => new FaultyStore(store) { LeaseName = (name, owner) => name + owner },
        ["leases.released_ones_are_free"] = store => new FaultyStore(store) { KeepsLeases = true },
        ["leases.of_many_one_gets_it"] = store => new FaultyStore(store) { LeaseName = (name, owner) => name + owner },
    };

    private static async ValueTask<AppendResult> OneByOneAsync(SqliteStore inner, IReadOnlyList<MetricInput> batch, CancellationToken token)
    {
        foreach (MetricInput metric in batch)
        {
            await inner.AppendAsync(metric, token);
        }

        return new AppendResult(batch.Count, 0, 0);
    }

    private static FaultyStore HoldingBack(SqliteStore store)
    {
        IReadOnlyList<MetricInput> held = [];
        return new FaultyStore(store)
        {
            Append = async (inner, batch, token) =>
            {
                await inner.AppendBatchAsync(held, cancellationToken: token);
                held = batch;
                return new AppendResult(batch.Count, 0, 0);
            },
        };
    }

    private static FaultyStore LosingOneInAHundred(SqliteStore store)
    {
        int count = 0;
        return new FaultyStore(store)
        {
            Append = (inner, batch, token) => Interlocked.Increment(ref count) % 100 == 0 ? ValueTask.FromResult(new AppendResult(batch.Count, 0, 0)) : inner.AppendBatchAsync(batch, cancellationToken: token),
        };
    }

    private static FaultyStore LastCopyWins(SqliteStore store)
    {
        long rank = 0;
        return new FaultyStore(store)
        {
            Append = (inner, batch, token) => inner.AppendBatchAsync([.. batch.Select(metric => metric with { Key = metric.Key is { } key ? key with { Rank = ++rank } : null })], cancellationToken: token),
        };
    }

    private static FaultyStore RememberingKeys(SqliteStore store)
    {
        var keys = new HashSet<RecordKey>();
        return new FaultyStore(store)
        {
            Append = (inner, batch, token) => batch[0].Key is { } key && !keys.Add(key) ? ValueTask.FromResult(new AppendResult(0, 0, 1)) : inner.AppendBatchAsync(batch, cancellationToken: token),
        };
    }

    private static async Task<bool> EachAloneAsync(SqliteStore inner, IReadOnlyList<StateChange> changes)
    {
        bool all = true;
        foreach (StateChange change in changes)
        {
            all &= await inner.ApplyAsync([change]);
        }

        return all;
    }

    private static Series Backwards(Series series)
    {
        double[] values = series.Values.ToArray();
        Array.Reverse(values);
        return series with { Values = values };
    }
}
