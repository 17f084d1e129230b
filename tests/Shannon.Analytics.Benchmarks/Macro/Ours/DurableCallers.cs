using System.Globalization;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Benchmarks.Macro.Ours;

/// <summary>Callers that each await one durable record after the other.</summary>
internal sealed class DurableCallers(string folder, int callers, int recordsPerCaller) : ShannonStore(folder)
{
    /// <inheritdoc />
    public override long Operations => (long)callers * recordsPerCaller;

    /// <inheritdoc />
    public override async ValueTask SetUpAsync()
    {
        await base.SetUpAsync();

        // The code under test is compiled and the threads exist, as in a host that has run for a while.
        await RunAsync(Math.Min(recordsPerCaller, 200));
    }

    /// <inheritdoc />
    public override async ValueTask RunAsync() => await RunAsync(recordsPerCaller);

    /// <inheritdoc />
    public override async ValueTask<double[]> AnswerAsync()
    {
        StoreDescription description = await Store.DescribeAsync();
        long expected = Operations + ((long)callers * Math.Min(recordsPerCaller, 200));
        return description.Records == expected
            ? []
            : throw new WrongAnswerException(string.Create(CultureInfo.InvariantCulture, $"{description.Records} of {expected} records are stored."));
    }

    private async Task RunAsync(int records)
    {
        MetricsCollector collector = Collector;
        var tasks = new Task[callers];
        for (int caller = 0; caller < callers; caller++)
        {
            tasks[caller] = CallAsync(collector, "session-" + caller.ToString(CultureInfo.InvariantCulture), records);
        }

        await Task.WhenAll(tasks);
    }

    private static async Task CallAsync(MetricsCollector collector, string session, int records)
    {
        await Task.Yield();
        for (int i = 0; i < records; i++)
        {
            await collector.CollectAsync(new PerformanceMetric("response_time", i * 0.125) { SessionId = session });
        }
    }
}
