using System.Diagnostics;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Sessions;
using Shannon.Analytics.Tests.Diagnostics;

namespace Shannon.Analytics.Tests.ClaudeCode.Driving;

/// <summary>The spans of prompts and imports.</summary>
public sealed class SpanTests
{
    [Theory]
    [InlineData("answer", null)]
    [InlineData("limit", "error_max_turns")]
    public async Task Prompt_IsASpanOfAnAgent_WithoutUserData(string script, string? errorType)
    {
        await using StandIn standIn = await StandIn.OpenAsync();
        using var log = new SpanLog(ClaudeCodeTelemetry.ActivitySourceName);
        await standIn.RunAsync(script);
        Activity span = Assert.Single(log.Spans);
        Assert.Equal(("invoke_agent Claude Code", ActivityKind.Client), (span.DisplayName, span.Kind));
        Assert.Equal(("invoke_agent", "anthropic", errorType), (SpanLog.Tag(span, "gen_ai.operation.name"), SpanLog.Tag(span, "gen_ai.provider.name"), SpanLog.Tag(span, "error.type")));
        Assert.Equal(errorType is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error, span.Status);
        Assert.DoesNotContain(span.TagObjects, tag => tag.Value?.ToString() is { } value && (value.Contains(standIn.Folder, StringComparison.Ordinal) || value.Contains("ada", StringComparison.Ordinal) || value.Contains("SCRIPT", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Prompt_Cancelled_IsAnError()
    {
        await using StandIn standIn = await StandIn.OpenAsync();
        AgentSession session = await standIn.NewSessionAsync();
        using var cancel = new CancellationTokenSource();
        using IDisposable subscription = standIn.Manager.Subscribe(new Canceller(cancel));
        using var log = new SpanLog(ClaudeCodeTelemetry.ActivitySourceName);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => standIn.Manager.ExecutePromptAsync(session.Id, "SCRIPT:silent", cancel.Token));
        Assert.EndsWith("CanceledException", SpanLog.Tag(Assert.Single(log.Spans), "error.type"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_IsASpanWithCounts_WithoutNames()
    {
        await using StandIn standIn = await StandIn.OpenAsync();
        string folder = Directory.CreateDirectory(Path.Combine(standIn.Folder, "transcripts")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "secret.jsonl"), "{\"type\":\"summary\"}\n{}\n");
        using var log = new SpanLog(ClaudeCodeTelemetry.ActivitySourceName);
        await new TranscriptImporter(standIn.Store).ImportAsync([folder]);
        Activity span = Assert.Single(log.Spans);
        Assert.Equal(("import transcripts", "1", "2", "0"), (span.DisplayName, SpanLog.Tag(span, "shannon.analytics.import.files"), SpanLog.Tag(span, "shannon.analytics.import.lines"), SpanLog.Tag(span, "shannon.analytics.import.stored")));
        Assert.DoesNotContain(span.TagObjects, tag => tag.Value?.ToString()?.Contains("secret", StringComparison.Ordinal) == true);
    }

    private sealed class Canceller(CancellationTokenSource cancel) : ISessionListener
    {
        public ValueTask OnActivityAsync(SessionActivity activity, CancellationToken cancellationToken = default) => new(cancel.CancelAsync());
    }
}
