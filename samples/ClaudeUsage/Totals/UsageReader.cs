using System.Runtime.CompilerServices;
using ClaudeUsage.CommandLine;
using ClaudeUsage.Import;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Storage;

namespace ClaudeUsage.Totals;

/// <summary>Reads the usage that was asked for from the database, and adds it up.</summary>
internal static class UsageReader
{
    private const int PageSize = 10_000;

    public static async Task<UsageReport> ReadAsync(IMetricStore store, TranscriptImporter importer, TranscriptSource source, CommandLineOptions options, PriceBook prices, CancellationToken cancellationToken)
    {
        var query = new MetricQuery
        {
            Category = UsageEntryReader.Category,
            Selector = Selector.Of(TranscriptMetricNames.TokenUsage),
            Range = new TimeRange(options.Since, options.Until),
        };
        IAsyncEnumerable<MetricRecord> records = source.Kind == SourceKind.Database
            ? ReadAllAsync(store, query, cancellationToken)
            : importer.ReadRecordsAsync(source.Paths, query, cancellationToken);
        var reader = new UsageEntryReader(new CostCalculator(prices, options.Mode));
        var builder = new UsageReportBuilder();
        await foreach (MetricRecord record in records)
        {
            builder.Add(reader.Read(record));
        }

        return builder.Build();
    }

    private static async IAsyncEnumerable<MetricRecord> ReadAllAsync(IMetricStore store, MetricQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RecordPage page;
        do
        {
            page = await store.ReadPageAsync(query, PageSize, cancellationToken);
            foreach (MetricRecord record in page.Records)
            {
                yield return record;
            }

            query = query with { After = page.Next };
        }
        while (page.Next is not null);
    }
}
