using Shannon.Analytics.ClaudeCode.Json;
using Shannon.Analytics.ClaudeCode.Parsing;
using Shannon.Analytics.ClaudeCode.Recording;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.ClaudeCode.Streaming;

/// <summary>Makes the records that transcripts have no counterpart for. Not thread-safe.</summary>
internal sealed class LiveRecorder(TextCache texts, KeyWriter key, string? userId)
{
    private List<MetricInput> _metrics = [];

    internal int Count => _metrics.Count;

    internal List<MetricInput> Take()
    {
        List<MetricInput> taken = _metrics;
        _metrics = [];
        return taken;
    }

    internal void AddError(in LineContext context, string errorType, string promptId) =>
        _metrics.Add(Attribute(
            new ErrorMetric(errorType)
            {
                Timestamp = TimestampParser.ToTime(context.Micros),
                SessionId = context.Session,
                UserId = userId,
                Project = context.Project,
                Recoverable = false,
                Key = promptId.Length == 0 ? null : KeyOf(key.Begin("failure"u8).Append(promptId)),
            },
            context));

    internal void AddTimeToFirstToken(StreamLine parsed, in LineContext context, string promptId, string? model)
    {
        if (parsed.TimeToFirstTokenMs is { } milliseconds and >= 0)
        {
            var metric = new RawMetric(MetricCategory.Performance, LiveMetricNames.TimeToFirstToken)
            {
                Timestamp = TimestampParser.ToTime(context.Micros),
                SessionId = context.Session,
                UserId = userId,
                Project = context.Project,
                Model = model,
                Key = KeyOf(key.Begin("first_token"u8).Append(promptId)),
                Measurements = { ["value"] = milliseconds / 1000.0 },
            };
            _metrics.Add(Attribute(metric, context));
        }
    }

    internal void AddResult(ReadOnlySpan<byte> line, StreamLine parsed, in LineContext context, ModelTotals? used, long seenTokens)
    {
        RawMetric metric = NewEvent(LiveMetricNames.TurnResult, context, KeyOf(line, "result"u8, parsed.Core.Uuid));
        if (used is { } totals)
        {
            metric.Measurements[LiveMetricNames.ReportedCost] = (double)totals.Cost;
            if (parsed.Total is not null)
            {
                metric.Measurements[LiveMetricNames.ReportedTokens] = totals.Tokens;
                metric.Measurements[LiveMetricNames.UnseenTokens] = totals.Tokens - seenTokens;
            }
        }

        SetIfAny(metric, LiveMetricNames.ApiSeconds, parsed.ApiDurationMs / 1000.0);
        SetIfAny(metric, LiveMetricNames.Turns, parsed.Turns);
        SetIfAny(metric, LiveMetricNames.Status, line, parsed.Core.Subtype);
        SetIfAny(metric, TranscriptAttributeNames.StatusCode, parsed.HttpStatus is { } status ? status : default(AttributeValue));
        metric.Attributes[TranscriptAttributeNames.Success] = !parsed.IsError && parsed.Core.Subtype.Is(line, "success"u8);
        _metrics.Add(metric);
    }

    internal void AddDenial(ReadOnlySpan<byte> line, TextRange toolName, TextRange toolUseId, in LineContext context)
    {
        RawMetric metric = NewEvent(LiveMetricNames.PermissionDenied, context, KeyOf(line, "denial"u8, toolUseId));
        metric.Measurements["count"] = 1;
        SetIfAny(metric, TranscriptAttributeNames.ToolName, line, toolName);
        SetIfAny(metric, TranscriptAttributeNames.ToolUseId, line, toolUseId);
        _metrics.Add(metric);
    }

    internal void AddRateLimit(ReadOnlySpan<byte> line, StreamLine parsed, in LineContext context)
    {
        RawMetric metric = NewEvent(LiveMetricNames.RateLimit, context, KeyOf(line, "rate_limit"u8, parsed.Core.Uuid));
        SetIfAny(metric, LiveMetricNames.Utilization, parsed.LimitUtilization);
        SetIfAny(metric, LiveMetricNames.ResetsAt, parsed.LimitResetsAt);
        SetIfAny(metric, LiveMetricNames.Status, line, parsed.LimitStatus);
        SetIfAny(metric, LiveMetricNames.LimitType, line, parsed.LimitType);
        _metrics.Add(metric);
    }

    private RawMetric NewEvent(string name, in LineContext context, RecordKey? recordKey) => Attribute(
        new RawMetric(MetricCategory.Event, name)
        {
            Timestamp = TimestampParser.ToTime(context.Micros),
            SessionId = context.Session,
            UserId = userId,
            Project = context.Project,
            Key = recordKey,
        },
        context);

    private static T Attribute<T>(T metric, in LineContext context)
        where T : MetricInput
    {
        SetIfAny(metric, TranscriptAttributeNames.GitBranch, context.Branch ?? default(AttributeValue));
        SetIfAny(metric, TranscriptAttributeNames.Version, context.Version ?? default(AttributeValue));
        SetIfAny(metric, TranscriptAttributeNames.AgentId, context.AgentId ?? default(AttributeValue));
        SetIfAny(metric, TranscriptAttributeNames.Sidechain, context.IsSidechain ? true : default(AttributeValue));
        metric.Attributes[TranscriptAttributeNames.Quality] = TranscriptAttributeNames.Measured;
        return metric;
    }

    private static void SetIfAny(MetricInput metric, string name, AttributeValue value)
    {
        if (value.Kind != AttributeKind.None)
        {
            metric.Attributes[name] = value;
        }
    }

    private static void SetIfAny(MetricInput metric, string name, double? value)
    {
        if (value is { } number)
        {
            metric.Measurements[name] = number;
        }
    }

    private void SetIfAny(MetricInput metric, string name, ReadOnlySpan<byte> line, TextRange text) =>
        SetIfAny(metric, name, texts.Get(line, text, MetricLimits.MaxIdLength) ?? default(AttributeValue));

    private RecordKey? KeyOf(ReadOnlySpan<byte> line, ReadOnlySpan<byte> kind, TextRange id) =>
        id.IsEmpty ? null : KeyOf(key.Begin(kind).Append(line, id));

    private static RecordKey KeyOf(KeyWriter written) => new(System.Text.Encoding.UTF8.GetString(written.Key));
}
