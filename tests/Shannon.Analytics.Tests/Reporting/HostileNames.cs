using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Reporting;

namespace Shannon.Analytics.Tests.Reporting;

/// <summary>A store in which people and machines gave hostile names to everything that has one, and the reports of it.</summary>
internal sealed class HostileNames : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 16, 12, 0, 0, TimeSpan.Zero);

    private readonly SomeReports _reports;

    private HostileNames(SomeReports reports) => _reports = reports;

    /// <summary>The names that the store took: it refuses those that are no text.</summary>
    internal List<string> Names { get; } = [];

    internal static async Task<HostileNames> OpenAsync()
    {
        var hostile = new HostileNames(await SomeReports.OpenAsync(Now));
        string[] texts = [.. HostileReport.Texts, HostileReport.Huge[..MetricLimits.MaxIdLength]];
        foreach (string text in texts)
        {
            try
            {
                await hostile._reports.AddAsync(Records(text, hostile.Names.Count));
                hostile.Names.Add(text);
            }
            catch (MetricValidationException)
            {
                // Half a surrogate pair, or a name of a metric that is none.
            }
        }

        return hostile;
    }

    internal Task<Report> MakeAsync(string kind) => EveryReport.MakeAsync(kind, _reports.Reporter, new TimeRange(Now.AddDays(-6), Now));

    public ValueTask DisposeAsync() => _reports.DisposeAsync();

    private static MetricInput[] Records(string text, int i)
    {
        DateTimeOffset time = Now.AddHours(-1 - (2 * i));
        return
        [
            new TokenMetric { Timestamp = time, SessionId = text, UserId = text, Project = text, Model = text, PromptTokens = 10, CompletionTokens = 1, Cost = 1 + i, Attributes = { ["message_id"] = text, ["git_branch"] = text, ["agent_id"] = text } },
            new TokenMetric { Timestamp = time, SessionId = text, Model = text, PromptTokens = 10, CompletionTokens = 1 },
            new ToolMetric(text) { Timestamp = time, SessionId = text, DurationMs = 5, Success = false, Attributes = { ["message_id"] = text } },
            new PerformanceMetric("response_time", 1 + i) { Timestamp = time, SessionId = text, Model = text },
            new ErrorMetric(text) { Timestamp = time, SessionId = text },
        ];
    }
}
