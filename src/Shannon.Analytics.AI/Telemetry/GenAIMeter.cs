using System.Diagnostics;
using System.Diagnostics.Metrics;
using Shannon.Analytics.AI.Calls;
using Shannon.Analytics.AI.Usage;

namespace Shannon.Analytics.AI.Telemetry;

/// <summary>
/// Emits the client metrics of the OpenTelemetry semantic conventions for generative AI, with the bucket boundaries that they give. Costs nothing until
/// someone listens. Thread-safe.
/// </summary>
internal sealed class GenAIMeter
{
    private const string Unknown = "unknown";
    private static readonly double[] Seconds = [.. Enumerable.Range(0, 14).Select(static i => 0.01 * (1 << i))];
    private static readonly long[] Tokens = [.. Enumerable.Range(0, 14).Select(static i => 1L << (2 * i))];
    private static readonly Meter Shared = new(Options());

    private readonly Histogram<long> _usage;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _timeToFirstChunk;
    private readonly Histogram<double> _timePerOutputChunk;

    internal GenAIMeter(IMeterFactory? factory)
    {
        Meter meter = factory?.Create(Options()) ?? Shared;
        var seconds = new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds };
        _usage = meter.CreateHistogram("gen_ai.client.token.usage", "{token}", "Number of input and output tokens used.", tags: null, new InstrumentAdvice<long> { HistogramBucketBoundaries = Tokens });
        _duration = meter.CreateHistogram("gen_ai.client.operation.duration", "s", "GenAI operation duration.", tags: null, seconds);
        _timeToFirstChunk = meter.CreateHistogram("gen_ai.client.operation.time_to_first_chunk", "s", "Time from the request to the first chunk of a stream.", tags: null, seconds);
        _timePerOutputChunk = meter.CreateHistogram("gen_ai.client.operation.time_per_output_chunk", "s", "Time from chunk to chunk of a stream.", tags: null, seconds);
    }

    /// <summary>After each chunk of a stream.</summary>
    internal void RecordChunk(ChatCall call)
    {
        if (call.LastGap is { } gap && _timePerOutputChunk.Enabled)
        {
            _timePerOutputChunk.Record(gap.TotalSeconds, TagsOf(call));
        }
    }

    /// <summary>At the end of a call. A call that its caller gave up has no <c>error.type</c>: the model made no error.</summary>
    internal void RecordEnd(ChatCall call, ChatUsage? usage)
    {
        TagList tags = TagsOf(call);
        if (usage is not null && _usage.Enabled)
        {
            _usage.Record(usage.Tokens.TotalInput, [.. tags, new("gen_ai.token.type", "input")]);
            _usage.Record(usage.Tokens.Output, [.. tags, new("gen_ai.token.type", "output")]);
        }

        if (call.TimeToFirstChunk is { } first)
        {
            _timeToFirstChunk.Record(first.TotalSeconds, tags);
        }

        if (call is { Outcome: CallOutcome.Failed, Error: { } error })
        {
            tags.Add("error.type", CallRecords.ErrorTypeOf(error));
        }

        _duration.Record(call.Duration.TotalSeconds, tags);
    }

    private static MeterOptions Options() => new(AnalyticsChatTelemetry.MeterName) { Version = typeof(GenAIMeter).Assembly.GetName().Version?.ToString() };

    private static TagList TagsOf(ChatCall call)
    {
        TagList tags = new()
        {
            { "gen_ai.operation.name", "chat" },
            { "gen_ai.provider.name", call.Target.Provider ?? Unknown },
        };
        Add(ref tags, "gen_ai.request.model", call.RequestModel);
        Add(ref tags, "gen_ai.response.model", call.ResponseModel);
        if (call.Target.Address is { IsAbsoluteUri: true } address)
        {
            Add(ref tags, "server.address", address.Host);
            tags.Add("server.port", address.Port);
        }

        return tags;
    }

    private static void Add(ref TagList tags, string name, string? value)
    {
        if (value is not null)
        {
            tags.Add(name, value);
        }
    }
}
