using System.Globalization;
using Shannon.Analytics.Benchmarks.Macro.Queries;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Telemetry;

/// <summary>The hourly query answered from rollups: everything but percentiles is exact, and those are within 1 %.</summary>
/// <param name="world">The databases.</param>
/// <param name="exact">The exact answer.</param>
internal sealed class RollupRun(TelemetryWorld world, double[] exact) : Contender
{
    private const int FirstPercentile = 6;

    private SqliteStore? _store;
    private Func<double[]>? _answer;
    private int _repetitions;

    /// <inheritdoc />
    public override long Operations => _repetitions;

    /// <inheritdoc />
    public override async ValueTask SetUpAsync()
    {
        _store = await world.StoreAsync(StoreKind.Plain);
        _repetitions = await world.Repetitions.OfAsync("rollups", AskAsync);
    }

    /// <inheritdoc />
    public override async ValueTask RunAsync()
    {
        for (int i = 0; i < _repetitions; i++)
        {
            await AskAsync();
        }
    }

    /// <inheritdoc />
    public override ValueTask<double[]> AnswerAsync()
    {
        double[] answer = _answer!();
        if (answer.Length != exact.Length)
        {
            throw new WrongAnswerException(string.Create(CultureInfo.InvariantCulture, $"Rollups answer {answer.Length} numbers, the records {exact.Length}."));
        }

        for (int i = 0; i < answer.Length; i++)
        {
            double allowed = i % HourlyQuery.Columns < FirstPercentile ? 1e-9 : 0.01;
            if (!(Math.Abs(answer[i] - exact[i]) <= allowed * Math.Abs(exact[i])))
            {
                throw new WrongAnswerException(string.Create(
                    CultureInfo.InvariantCulture, $"Rollups answer {answer[i]:R} for column {i % HourlyQuery.Columns} of hour {i / HourlyQuery.Columns}, the records {exact[i]:R}."));
            }
        }

        return ValueTask.FromResult<double[]>([]);
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask AskAsync() =>
        _answer = await Ask.AggregateAsync(_store!, HourlyQuery.Query with { Precision = QueryPrecision.Approximate }, []);
}
