using System.Runtime.CompilerServices;
using Shannon.Analytics.ClaudeCode.Json;
using Shannon.Analytics.ClaudeCode.Parsing;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.ClaudeCode.Recording;

/// <summary>Records the tokens and the cost of a response. Not thread-safe.</summary>
internal sealed class UsageRecorder(CostCalculator calculator, TextCache texts, KeyWriter key)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Record(RecordBatch batch, ReadOnlySpan<byte> line, TranscriptLine parsed, in LineContext context, string? model)
    {
        long rank = RecordRanks.Usage(context.IsSidechain, parsed.Usage.Total, context.IsForked, context.Tie);
        RecordTable table = batch.Tokens;
        if (!batch.TryPlace(table, KeyOf(line, parsed), rank, out int row))
        {
            return;
        }

        ref Usage usage = ref parsed.Usage;
        Fill(table, row, context, new Response
        {
            MessageId = JsonText.Storable(line, parsed.MessageId, MetricLimits.MaxIdLength),
            RequestId = JsonText.Storable(line, parsed.RequestId, MetricLimits.MaxIdLength),
            Model = model,
            ServiceTier = texts.Get(line, usage.ServiceTier, MetricLimits.MaxIdLength),
            Speed = texts.Get(line, usage.Speed, MetricLimits.MaxIdLength),
            InferenceGeo = GeoOf(line, usage),
            ReportedCost = parsed.ReportedCost,
            Usage = usage,
        });
    }

    /// <summary>Takes what a response says out of its line, to be recorded later.</summary>
    internal Response Read(ReadOnlySpan<byte> line, TranscriptLine parsed, string messageId, string? model) => new()
    {
        MessageId = messageId,
        RequestId = JsonText.Storable(line, parsed.RequestId, MetricLimits.MaxIdLength),
        Model = model,
        ServiceTier = texts.Get(line, parsed.Usage.ServiceTier, MetricLimits.MaxIdLength),
        Speed = texts.Get(line, parsed.Usage.Speed, MetricLimits.MaxIdLength),
        InferenceGeo = GeoOf(line, parsed.Usage),
        Usage = parsed.Usage,
    };

    /// <summary>Records a response of which several lines told.</summary>
    /// <returns>What it costs, or null if that is unknown.</returns>
    internal decimal? Record(RecordBatch batch, Response response, in LineContext context)
    {
        long rank = RecordRanks.Usage(context.IsSidechain, response.Usage.Total, context.IsForked, context.Tie);
        key.Begin("message"u8).Append(response.MessageId ?? string.Empty);
        if (response.MessageId?.StartsWith("msg_", StringComparison.Ordinal) != true)
        {
            key.Append(response.RequestId ?? string.Empty);
        }

        RecordTable table = batch.Tokens;
        return batch.TryPlace(table, key.Key, rank, out int row) ? Fill(table, row, context, response) : null;
    }

    private decimal? Fill(RecordTable table, int row, in LineContext context, in Response response)
    {
        Usage usage = response.Usage;
        PricedCost cost = calculator.Calculate(new CostRequest
        {
            Model = response.Model,
            At = TimestampParser.ToTime(context.Micros),
            Speed = response.Speed,
            InferenceGeo = response.InferenceGeo,
            ReportedCost = response.ReportedCost,
            Tokens = new TokenCounts
            {
                Input = usage.Input,
                Output = usage.Output,
                CacheRead = usage.CacheRead,
                CacheWrite5m = usage.CacheWrites5m,
                CacheWrite1h = usage.CacheWrites1h,
                WebSearchRequests = usage.WebSearches,
            },
        });

        table.SetContext(row, context.Micros, context.Session, context.Project, response.Model);
        table.SetCost(row, cost.Amount);
        table.SetAlias(row, response is { MessageId: not null, RequestId: { } request } ? key.Begin("request"u8).Append(request).ToString() : null);
        table.SetNumber(row, TokenColumns.Prompt, usage.Input);
        table.SetNumber(row, TokenColumns.Completion, usage.Output);
        table.SetNumber(row, TokenColumns.CacheRead, usage.CacheRead);
        table.SetNumber(row, TokenColumns.CacheCreation, usage.CacheWrites);
        table.SetNumber(row, TokenColumns.CacheCreation5m, usage.CacheWrites5m);
        table.SetNumber(row, TokenColumns.CacheCreation1h, usage.CacheWrites1h);
        table.SetNumber(row, TokenColumns.Total, usage.Total);
        table.SetNumber(row, TokenColumns.WebSearches, usage.WebSearches > 0 ? usage.WebSearches : null);
        table.SetNumber(row, TokenColumns.AbandonedCost, response.AbandonedCost > 0 ? (double)response.AbandonedCost : null);
        table.SetText(row, TokenColumns.MessageId, response.MessageId);
        table.SetText(row, TokenColumns.RequestId, response.RequestId);
        table.SetText(row, TokenColumns.CostSource, CostSourceNames.Of(cost.Source));
        table.SetText(row, TokenColumns.PriceVersion, cost.PriceVersion);
        table.SetText(row, TokenColumns.Quality, response.IsFinal ? TranscriptAttributeNames.Measured : TranscriptAttributeNames.Estimated);
        table.SetText(row, TokenColumns.AgentId, context.AgentId);
        table.SetText(row, TokenColumns.Branch, context.Branch);
        table.SetText(row, TokenColumns.Version, context.Version);
        table.SetText(row, TokenColumns.ServiceTier, response.ServiceTier);
        table.SetText(row, TokenColumns.Speed, response.Speed);
        table.SetText(row, TokenColumns.InferenceGeo, response.InferenceGeo);
        table.SetValue(row, TokenColumns.Sidechain, context.IsSidechain ? true : default(AttributeValue));
        table.SetValue(row, TokenColumns.Abandoned, response.IsAbandoned ? true : default(AttributeValue));
        return cost.Amount;
    }

    private string? GeoOf(ReadOnlySpan<byte> line, in Usage usage) =>
        usage.InferenceGeo.Is(line, "not_available"u8) ? null : texts.Get(line, usage.InferenceGeo, MetricLimits.MaxIdLength);

    // A real message id stands for one response wherever it occurs; other ids only together with the request; a line without any for itself.
    private ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> line, TranscriptLine parsed)
    {
        ReadOnlySpan<byte> id = parsed.MessageId.In(line);
        if (id.StartsWith("msg_"u8))
        {
            return key.Begin("message"u8).Append(line, parsed.MessageId).Key;
        }

        if (!id.IsEmpty)
        {
            return key.Begin("message"u8).Append(line, parsed.MessageId).Append(line, parsed.RequestId).Key;
        }

        return key.Begin("usage"u8).Append(line, parsed.Uuid.IsEmpty ? new TextRange(0, line.Length, false) : parsed.Uuid).Key;
    }
}
