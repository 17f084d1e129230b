using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Reporting.Comparisons;
using Shannon.Analytics.Reporting.Details;
using Shannon.Analytics.Reporting.Trends;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting;

/// <summary>Writes reports as JSON with snake_case keys. The code for it is generated, so that trimming leaves it alone.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters =
    [
        typeof(WordConverter<TrendDirection>), typeof(WordConverter<TrendPeriod>), typeof(WordConverter<ChangeDirection>), typeof(WordConverter<ComparisonMetric>),
        typeof(WordConverter<DetailedReportTopic>), typeof(WordConverter<ReportGranularity>), typeof(WordConverter<QueryPrecision>), typeof(WordConverter<UnpricedReason>),
    ])]
[JsonSerializable(typeof(SummaryReport))]
[JsonSerializable(typeof(DetailedReport))]
[JsonSerializable(typeof(ComparisonReport))]
[JsonSerializable(typeof(TrendReport))]
[JsonSerializable(typeof(CostReport))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    internal static string Write(SummaryReport report) => Write(report, Default.SummaryReport);

    internal static string Write(DetailedReport report) => Write(report, Default.DetailedReport);

    internal static string Write(ComparisonReport report) => Write(report, Default.ComparisonReport);

    internal static string Write(TrendReport report) => Write(report, Default.TrendReport);

    internal static string Write(CostReport report) => Write(report, Default.CostReport);

    private static string Write<T>(T report, JsonTypeInfo<T> type) => JsonSerializer.Serialize(report, type);

    internal sealed class WordConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower)
        where T : struct, Enum;
}
