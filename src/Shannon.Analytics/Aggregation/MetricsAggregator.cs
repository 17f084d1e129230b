using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Aggregation;

/// <summary>Aggregates over a store. Holds nothing of its own: any number of aggregators may share one store. Thread-safe.</summary>
public sealed class MetricsAggregator : IMetricsAggregator
{
    private const string Operation = "aggregate";

    /// <summary>Makes an aggregator over a store, which need not be open yet.</summary>
    /// <param name="store">The store; the caller goes on owning it.</param>
    public MetricsAggregator(IMetricStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        Store = store;
    }

    /// <summary>The store it reads.</summary>
    public IMetricStore Store { get; }

    /// <inheritdoc/>
    public Task<TimeAggregation> AggregateByTimeAsync(TimeAggregationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        return Tracing.RunAsync(Operation, "by_time", async () =>
        {
            FigureTable table = await RunAsync(request, request.Interval, [], qualified: request.Metrics.Count > 1, cancellationToken).ConfigureAwait(false);
            List<KeyValuePair<GroupId, double?[]>> rows = [.. table.Rows.OrderBy(row => row.Key)];
            if (request.Fill != GapFill.None)
            {
                rows = GapFiller.Fill(request, table, rows);
            }

            return new TimeAggregation(RowOrder.Apply(request, table.Names, rows, static (id, values) => new TimeAggregationRow(id.BucketStart!.Value, values)), table.Coverage);
        });
    }

    /// <inheritdoc/>
    public Task<SessionAggregation> AggregateBySessionAsync(SessionAggregationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        return Tracing.RunAsync(Operation, "by_session", async () =>
        {
            FigureTable table = await RunAsync(request, null, [GroupKey.Session], qualified: true, cancellationToken).ConfigureAwait(false);
            var rows = table.Rows.Where(row => row.Key.Keys[0] is not null).OrderBy(row => row.Key);
            return new SessionAggregation(RowOrder.Apply(request, table.Names, rows, static (id, values) => new SessionAggregationRow(id.Keys[0]!, values)), table.Coverage);
        });
    }

    /// <inheritdoc/>
    public Task<DimensionAggregation> AggregateByDimensionsAsync(DimensionAggregationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        return Tracing.RunAsync(Operation, "by_dimensions", async () =>
        {
            FigureTable table = await RunAsync(request, null, request.Dimensions, qualified: request.Metrics.Count > 1, cancellationToken).ConfigureAwait(false);
            var rows = table.Rows.OrderBy(row => row.Key);
            return new DimensionAggregation(
                RowOrder.Apply(request, table.Names, rows, static (id, values) => new DimensionAggregationRow(string.Join('|', id.Keys.Select(key => key ?? "unknown")), id.Keys, values)),
                table.Coverage);
        });
    }

    /// <inheritdoc/>
    public Task<RollingStatistics> CalculateRollingStatsAsync(RollingStatsRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        return Tracing.RunAsync(Operation, "rolling_stats", async () =>
        {
            Series series = await ReadAsync(request.Metric, request.Range, request.Filter, sessions: false, cancellationToken).ConfigureAwait(false);
            return await ComputeAsync(() => RollingCalculator.Calculate(request, series, cancellationToken), [series], cancellationToken).ConfigureAwait(false);
        });
    }

    /// <inheritdoc/>
    public Task<AggregateValues> CalculatePercentilesAsync(PercentileRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Tracing.RunAsync(Operation, "percentiles", async () =>
        {
            AggregateFunction[] functions = [.. request.Ranks.Select(AggregateFunction.Percentile)];
            Selector metric = MetricOf(request.Metric);
            AggregateResult result = await Store.AggregateAsync(
                request.Filter.Apply(new AggregateQuery { Functions = functions, Selector = metric, OrSelectors = ValueSources.BesideOf(metric), Range = request.Range, Precision = request.Precision }),
                cancellationToken).ConfigureAwait(false);
            return new AggregateValues(
                [.. functions.Select(static function => function.ToString())],
                result.Groups.Count == 0 ? new double?[functions.Length] : [.. result.Groups[0].Values]);
        });
    }

    /// <inheritdoc/>
    public Task<CorrelationResult> CalculateCorrelationAsync(CorrelationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        return Tracing.RunAsync(Operation, "correlation", async () =>
        {
            bool bySession = request.Alignment != SeriesAlignment.Buckets;
            Series first = await ReadAsync(request.First, request.Range, request.Filter, bySession, cancellationToken).ConfigureAwait(false);
            Series second = await ReadAsync(request.Second, request.Range, request.Filter, bySession, cancellationToken).ConfigureAwait(false);
            return await ComputeAsync(() => CorrelationCalculator.Calculate(request, first, second, cancellationToken), [first, second], cancellationToken).ConfigureAwait(false);
        });
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Anomaly>> DetectAnomaliesAsync(AnomalyRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        return Tracing.RunAsync(Operation, "anomalies", async () =>
        {
            Series series = await ReadAsync(request.Metric, request.Range, request.Filter, sessions: true, cancellationToken).ConfigureAwait(false);
            return await ComputeAsync(() => AnomalyFinder.Find(request, series, cancellationToken), [series], cancellationToken).ConfigureAwait(false);
        });
    }

    /// <summary>Computes from series that nobody looks at afterwards.</summary>
    private static async Task<T> ComputeAsync<T>(Func<T> compute, Series[] series, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(compute, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Array.ForEach(series, static one => one.Return());
        }
    }

    private Task<Series> ReadAsync(Selector metric, TimeRange range, MetricFilter filter, bool sessions, CancellationToken cancellationToken)
    {
        metric = MetricOf(metric);
        return Store.ReadSeriesAsync(
            filter.Apply(new SeriesQuery { Selector = metric, OrSelectors = ValueSources.BesideOf(metric), Range = range, IncludeSessions = sessions, IsLent = true }),
            cancellationToken);
    }

    private static Selector MetricOf(Selector metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return DerivedFigure.Of(metric) is null
            ? DerivedFigure.AliasOf(metric)
            : throw new ArgumentException($"'{metric}' is computed over a time, so single records have no such value. Aggregate it by time, or choose the metrics behind it.", nameof(metric));
    }

    private Task<FigureTable> RunAsync(AggregationRequest request, TimeBucket? bucket, IReadOnlyList<GroupKey> keys, bool qualified, CancellationToken cancellationToken) =>
        ReadAsync(request, bucket, keys, qualified, static query => query, cancellationToken);

    /// <summary>Reads the figures of a request by time and keys, all from one snapshot.</summary>
    /// <param name="request">What to aggregate; valid.</param>
    /// <param name="bucket">The buckets, or null for none.</param>
    /// <param name="keys">The keys to group by.</param>
    /// <param name="qualified">Whether figures carry the name of their metric.</param>
    /// <param name="narrow">Narrows the queries of metrics that are not derived.</param>
    /// <param name="cancellationToken">Stops.</param>
    internal async Task<FigureTable> ReadAsync(AggregationRequest request, TimeBucket? bucket, IReadOnlyList<GroupKey> keys, bool qualified, Func<AggregateQuery, AggregateQuery> narrow, CancellationToken cancellationToken)
    {
        MetricPlan[] plans = [.. request.Metrics.Select(metric => new MetricPlan(request, metric))];
        AggregateQuery[][] queries = Array.ConvertAll(plans, plan => plan.Queries(bucket, keys).Select(plan.IsDerived ? static query => query : narrow).ToArray());
        IReadOnlyList<AggregateResult> answers = await Store.AggregateManyAsync([.. queries.SelectMany(static each => each)], cancellationToken).ConfigureAwait(false);
        var table = new FigureTable();
        foreach (AggregateResult answer in answers)
        {
            table.Note(answer.Coverage);
        }

        double Seconds(DateTimeOffset? start) => start is { } from
            ? (bucket!.Next(from) - from).TotalSeconds
            : ((request.Range.End ?? table.Coverage.To) - (request.Range.Start ?? table.Coverage.From))?.TotalSeconds ?? 0;

        int at = 0;
        for (int i = 0; i < plans.Length; i++)
        {
            AggregateResult[] own = [.. answers.Skip(at).Take(queries[i].Length)];
            at += own.Length;
            table.Add([.. plans[i].FunctionNames.Select(function => NameOf(plans[i].Name, function, qualified))], plans[i].Empty, plans[i].Figures(own, keys.Count, Seconds));
        }

        return table;
    }

    private static string NameOf(string metric, string function, bool qualified) =>
        function.Length == 0 ? metric : qualified ? $"{metric}_{function}" : function;
}
