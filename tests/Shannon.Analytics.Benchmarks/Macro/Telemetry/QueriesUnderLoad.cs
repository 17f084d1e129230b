using System.Diagnostics;
using System.Globalization;
using Shannon.Analytics.Benchmarks.Macro.Ours;
using Shannon.Analytics.Benchmarks.Macro.Queries;
using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Telemetry;

/// <summary>Queries of the loaded 30 days over a copy of our store, one after another, in quiet or while records arrive at a steady rate behind them.</summary>
/// <param name="folder">Empty folder for the copy.</param>
/// <param name="world">The databases.</param>
/// <param name="recordsPerSecond">How many arrive; 0 for quiet.</param>
internal sealed class QueriesUnderLoad(string folder, TelemetryWorld world, int recordsPerSecond) : Contender
{
    private const int Rounds = 20;
    private const int BatchRows = 10_000;

    private static readonly TimeRange LoadedDays = new(null, Ask.Time(TelemetryShape.EndMicros - 1));

    private static readonly AggregateQuery[] Queries =
    [
        HourlyQuery.Query with { Range = LoadedDays },
        new() { Selector = Selector.Of(TelemetryShape.Latency), GroupBy = [GroupKey.Session], Functions = ["p95"], Range = LoadedDays },
        new() { Selector = Selector.Of(TelemetryShape.Load), Functions = ["avg", "p50", "p99"], Range = LoadedDays },
    ];

    private readonly CancellationTokenSource _stop = new();
    private SqliteStore? _store;
    private Task<double> _arriving = Task.FromResult(0.0);
    private double _sum;

    /// <inheritdoc />
    public override long Operations => Rounds * Queries.Length;

    /// <inheritdoc />
    public override async ValueTask SetUpAsync()
    {
        _store = new SqliteStore(CopiedFile.To(folder, await world.StoreFileAsync(StoreKind.Plain)), TelemetryWorld.Options(StoreKind.Plain));
        await _store.InitializeAsync();
        await AskAllAsync();
        if (recordsPerSecond > 0)
        {
            _arriving = Task.Run(ArriveAsync);
        }
    }

    /// <inheritdoc />
    public override async ValueTask RunAsync()
    {
        for (int i = 0; i < Rounds; i++)
        {
            _sum = await AskAllAsync();
        }
    }

    /// <inheritdoc />
    public override async ValueTask<double[]> AnswerAsync()
    {
        await _stop.CancelAsync();
        double rate = await _arriving;
        return rate >= 0.95 * recordsPerSecond
            ? [_sum]
            : throw new WrongAnswerException(string.Create(CultureInfo.InvariantCulture, $"Only {rate:F0} of {recordsPerSecond} records arrived per second."));
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        _stop.Dispose();
    }

    private async Task<double> AskAllAsync()
    {
        double sum = 0;
        foreach (AggregateQuery query in Queries)
        {
            AggregateResult result = await _store!.AggregateAsync(query);
            sum += result.Groups.Sum(group => group.Values.Sum(value => value ?? 0));
        }

        return sum;
    }

    // Batches become due by the clock: one that is late is followed at once by the next.
    private async Task<double> ArriveAsync()
    {
        TelemetryRows rows = world.Rows;
        int batches = rows.Count / BatchRows;
        long started = Stopwatch.GetTimestamp();
        long sent = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!_stop.IsCancellationRequested)
        {
            while (sent < Stopwatch.GetElapsedTime(started).TotalSeconds * recordsPerSecond && !_stop.IsCancellationRequested)
            {
                int start = (int)(sent / BatchRows % batches) * BatchRows;
                long first = TelemetryShape.EndMicros + sent * 1_000_000 / recordsPerSecond;
                var times = new long[BatchRows];
                for (int i = 0; i < times.Length; i++)
                {
                    times[i] = first + i * 1_000_000L / recordsPerSecond;
                }

                await _store!.AppendColumnsAsync(TelemetryLoader.Batch(rows, start, BatchRows) with { TimestampsMicros = times });
                sent += BatchRows;
            }

            await timer.WaitForNextTickAsync();
        }

        return sent / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
