using Shannon.Analytics.ClaudeCode.Ledger;
using Shannon.Analytics.ClaudeCode.Recording;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.Tests.ClaudeCode.Ledger;

/// <summary>Random copies of one thing, as the three sources might tell of it: at odds with each other more often than in truth.</summary>
internal sealed class SomeCopies(Random random, CostMode mode = CostMode.Auto)
{
    private readonly CostCalculator _calculator = new(PriceBook.Default, mode);

    internal static IReadOnlyList<LedgerSource> Sources { get; } = [LedgerSource.Transcript, LedgerSource.Live, LedgerSource.OpenTelemetry];

    internal LedgerMergers Mergers { get; } = new(new CostCalculator(PriceBook.Default, mode));

    internal RawMetric Response(LedgerSource source)
    {
        bool isTelemetry = source == LedgerSource.OpenTelemetry;
        RawMetric record = New(MetricCategory.Token, "token_usage", source) with { Model = random.Next(4) == 0 ? "quill-9" : "claude-sonnet-4-5" };
        record.Attributes["quality"] = source == LedgerSource.Transcript ? "estimated" : OneOf("estimated", "measured");
        foreach (string part in TokenFacts.Parts)
        {
            record.Measurements[part] = random.Next(4);
        }

        double writes = record.Measurements["cache_creation_tokens"];
        if (random.Next(2) == 0)
        {
            record.Measurements["cache_creation_1h_tokens"] = random.Next((int)writes + 1);
            record.Measurements["cache_creation_5m_tokens"] = writes - record.Measurements["cache_creation_1h_tokens"];
        }

        record.Measurements["total_tokens"] = TokenFacts.Parts.Sum(part => record.Measurements[part]);
        if (source == LedgerSource.Live && random.Next(3) == 0)
        {
            record.Measurements["abandoned_cost"] = 0.00004;
        }

        if (isTelemetry)
        {
            record.Attributes["query_source"] = OneOf("sdk", "compact");
            record.Measurements["duration_ms"] = random.Next(3);
        }

        CostRequest request = TokenFacts.RequestOf(record.Model, record.Timestamp!.Value, record.Measurements, record.Attributes);
        bool isReported = isTelemetry || (source == LedgerSource.Transcript && random.Next(4) == 0);
        PricedCost cost = _calculator.Calculate(request with { ReportedCost = isReported ? random.Next(5) * 0.00002m : null });
        record.Attributes["cost_source"] = CostSourceNames.Of(cost.Source);
        if (cost.PriceVersion is { } version)
        {
            record.Attributes["price_version"] = version;
        }

        long rank = RecordRanks.Usage(random.Next(2) == 0, (long)record.Measurements["total_tokens"], random.Next(2) == 0, (ulong)random.NextInt64()) | LedgerPlan.Tokens.RankOf(source);
        return record with { Cost = cost.Amount, Key = new RecordKey(isTelemetry ? "claude_code/request/req_1" : "claude_code/message/msg_1", rank) };
    }

    internal RawMetric ToolUse(LedgerSource source)
    {
        RawMetric record = New(MetricCategory.Tool, "tool_use", source);
        bool hasResult = random.Next(2) == 0;
        if (hasResult)
        {
            record.Attributes["success"] = random.Next(2) == 0;
            record.Measurements["duration_ms"] = random.Next(5);
        }

        if (source == LedgerSource.OpenTelemetry)
        {
            record.Attributes["decision"] = OneOf("accept", "reject");
        }

        return record with { Key = new RecordKey("claude_code/tool/toolu_1", RecordRanks.Tool(hasResult, random.Next(2) == 0, random.Next(2) == 0, (ulong)random.NextInt64()) | LedgerPlan.Tools.RankOf(source)) };
    }

    internal RawMetric Answer(LedgerSource source)
    {
        RawMetric record = New(MetricCategory.Performance, "response_time", source);
        record.Measurements["value"] = random.Next(5);
        bool isMeasured = random.Next(2) == 0;
        record.Attributes["quality"] = isMeasured ? "measured" : "estimated";
        if (source == LedgerSource.Live)
        {
            record.Measurements["time_to_first_token"] = random.NextDouble();
        }

        return record with { Key = new RecordKey("claude_code/turn/u-1", RecordRanks.Turn(isMeasured, random.Next(5), (ulong)random.NextInt64()) | LedgerPlan.Answers.RankOf(source)) };
    }

    internal RawMetric Error(LedgerSource source)
    {
        RawMetric record = New(MetricCategory.Error, "error", source);
        record.Measurements["count"] = 1;
        record.Attributes["error_type"] = OneOf("api_error", "rate_limit");
        string key = source == LedgerSource.OpenTelemetry ? "claude_code/failed_request/req_1" : "claude_code/error/e-1";
        return record with { Key = new RecordKey(key, RecordRanks.Other(random.Next(2) == 0, random.Next(2) == 0, (ulong)random.NextInt64()) | LedgerPlan.Errors.RankOf(source)) };
    }

    private RawMetric New(MetricCategory category, string name, LedgerSource source) => new(category, name)
    {
        Timestamp = new DateTimeOffset(2026, 3, 1, 12, 0, random.Next(3), TimeSpan.Zero),
        SessionId = OneOf("s-1", "s-2"),
        UserId = OneOf<string?>(null, "ada", "grace"),
        Project = OneOf<string?>(null, "/a", "/b"),
        Attributes = new AttributeSet { ["sources"] = SourceWords.Of(source), ["version"] = OneOf("1", "2") },
    };

    private T OneOf<T>(params T[] values) => values[random.Next(values.Length)];
}
