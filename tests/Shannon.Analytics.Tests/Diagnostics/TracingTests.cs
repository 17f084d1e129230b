using System.Diagnostics;
using Shannon.Analytics.Hosting;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Diagnostics;

/// <summary>The spans of the library, as a host's listener gets them.</summary>
public sealed class TracingTests : IDisposable
{
    private const string Secret = "ada@example.com";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Spans_ReportsQueriesAndExports_AreNamedAndHoldNoUserData()
    {
        await using AnalyticsEngine engine = await AnalyticsEngine.OpenAsync(_folder.File("usage.db"));
        await engine.TrackMetricAsync(new CustomMetric(Secret, 1) { UserId = Secret, SessionId = Secret });
        using var log = new SpanLog(AnalyticsTelemetry.ActivitySourceName);
        await engine.GetRawMetricsAsync();
        await engine.Aggregator.AggregateByTimeAsync(new() { Metrics = [Secret], Interval = TimeBucket.Hour });
        await engine.Reporter.GenerateSummaryReportAsync(new());
        string path = await engine.Reporter.ExportReportAsync(await engine.Reporter.GenerateCostReportAsync(new()), "json", _folder.File(Secret + ".json"));
        Assert.True(File.Exists(path));

        Assert.Equal(["query metrics", "aggregate by_time", "report summary", "report cost", "export report"], log.Spans.Where(span => span.ParentId == log.Spans[0].ParentId).Select(span => span.DisplayName));
        Assert.All(log.Spans, span =>
        {
            Assert.Equal(span.DisplayName, $"{SpanLog.Tag(span, "shannon.analytics.operation")} {SpanLog.Tag(span, "shannon.analytics.kind")}");
            Assert.Equal((ActivityStatusCode.Unset, ActivityKind.Internal), (span.Status, span.Kind));
            Assert.DoesNotContain(span.TagObjects, tag => tag.Value?.ToString()?.Contains(Secret, StringComparison.Ordinal) == true);
        });
    }

    [Fact]
    public async Task Span_OfWhatFails_HasTheTypeOfTheErrorAlone()
    {
        await using AnalyticsEngine engine = await AnalyticsEngine.OpenAsync(":memory:");
        using var log = new SpanLog(AnalyticsTelemetry.ActivitySourceName);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.Collector.GetMetricsAsync(MetricQuery.All, cancelled.Token));
        Activity span = Assert.Single(log.Spans);
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.EndsWith("CanceledException", SpanLog.Tag(span, "error.type"), StringComparison.Ordinal);
        Assert.Empty(span.Events);
        Assert.Null(span.StatusDescription);
    }
}
