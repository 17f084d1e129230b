using SessionHost.Agents;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Resources;
using Shannon.Analytics.Sessions;

namespace SessionHost;

/// <summary>Turns the steps of one prompt into metrics.</summary>
internal sealed class PromptMeter(AgentSession session)
{
    private static readonly TimeSpan ResourceInterval = TimeSpan.FromSeconds(1);
    private static readonly CostCalculator Prices = new(PriceBook.Default);
    private readonly Dictionary<string, (string Name, long Start)> _tools = new(StringComparer.Ordinal);
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private ProcessTreeSampler? _resources;
    private long _sampledAt;
    private double? _firstToken;
    private long _tokens;
    private decimal? _cost;
    private AgentStep.Ended? _end;

    /// <summary>What came of the prompt, once it has ended.</summary>
    internal PromptResult Result => new()
    {
        SessionId = session.Id,
        Text = _end?.Text ?? string.Empty,
        Succeeded = _end is { ErrorType: null },
        ErrorType = _end is null ? "no_answer" : _end.ErrorType,
        Duration = TimeProvider.System.GetElapsedTime(_start),
        TotalTokens = _tokens,
        Cost = _cost,
    };

    /// <summary>The metrics that a step gives rise to.</summary>
    internal List<MetricInput> Note(AgentStep step)
    {
        var metrics = new List<MetricInput>();
        switch (step)
        {
            case AgentStep.Started started:
                _resources = ProcessTreeSampler.Start(started.ProcessId);
                _sampledAt = TimeProvider.System.GetTimestamp();
                break;
            case AgentStep.Said:
                _firstToken ??= Seconds(_start);
                break;
            case AgentStep.Used used:
                metrics.Add(Usage(used));
                break;
            case AgentStep.ToolStarted tool:
                _tools[tool.Id] = (tool.Name, TimeProvider.System.GetTimestamp());
                break;
            case AgentStep.ToolEnded tool when _tools.Remove(tool.Id, out (string Name, long Start) begun):
                metrics.Add(new ToolMetric(begun.Name) { SessionId = session.Id, ToolUseId = tool.Id, DurationMs = Seconds(begun.Start) * 1000, Success = tool.Succeeded });
                break;
            case AgentStep.Ended end:
                _end = end;
                break;
        }

        if (_resources is not null && (step is AgentStep.Ended || TimeProvider.System.GetElapsedTime(_sampledAt) >= ResourceInterval) && _resources.Sample() is { } sample)
        {
            _sampledAt = TimeProvider.System.GetTimestamp();
            metrics.Add(sample with { SessionId = session.Id });
        }

        return metrics;
    }

    /// <summary>The metrics of the prompt as a whole.</summary>
    internal List<MetricInput> End()
    {
        PromptResult result = Result;
        var time = new PerformanceMetric("response_time", result.Duration.TotalSeconds) { SessionId = session.Id };
        if (_firstToken is { } seconds)
        {
            time.Measurements["time_to_first_token"] = seconds;
        }

        return result.ErrorType is { } error ? [new ErrorMetric(error) { SessionId = session.Id, Recoverable = false }, time] : [time];
    }

    // The response's id is its key: however often it is told, it counts once.
    private TokenMetric Usage(AgentStep.Used used)
    {
        var tokens = new TokenCounts { Input = used.Input, Output = used.Output, CacheRead = used.CacheRead, CacheWrite5m = used.CacheWrite };
        decimal? cost = Prices.Calculate(used.Model, tokens, TimeProvider.System.GetUtcNow()).Amount;
        long total = used.Input + used.Output + used.CacheRead + used.CacheWrite;
        _tokens += total;
        _cost = cost is null ? _cost : (_cost ?? 0) + cost;
        return new TokenMetric
        {
            SessionId = session.Id,
            Model = used.Model,
            PromptTokens = used.Input,
            CompletionTokens = used.Output,
            CacheReadTokens = used.CacheRead,
            CacheCreationTokens = used.CacheWrite,
            TotalTokens = total,
            Cost = cost,
            Key = new RecordKey(used.ResponseId, total),
        };
    }

    private static double Seconds(long since) => TimeProvider.System.GetElapsedTime(since).TotalSeconds;
}
