using System.Globalization;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.CrashHost;

/// <summary>A second process over a file, led line by line.</summary>
internal static class ServeCommand
{
    internal static async Task<int> RunAsync(string path)
    {
        await using var store = new SqliteStore(path);
        await store.InitializeAsync();
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            switch (line.Split(' '))
            {
                case ["count"]:
                    Console.WriteLine(FormattableString.Invariant($"{(await store.ReadPageAsync(MetricQuery.All, MetricLimits.MaxListCount)).Records.Count}"));
                    break;
                case ["append", var number]:
                    await store.AppendAsync(new CustomMetric("served", double.Parse(number, CultureInfo.InvariantCulture)));
                    Console.WriteLine("stored");
                    break;
                case ["close"]:
                    return 0;
                default:
                    return Usage.Print();
            }
        }

        return 0;
    }
}
