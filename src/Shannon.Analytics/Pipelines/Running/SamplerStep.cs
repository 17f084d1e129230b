using System.IO.Hashing;
using System.Runtime.InteropServices;
using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Pipelines.Running;

/// <summary>Keeps a share of records or sessions. The same records in the same order give the same sample.</summary>
internal sealed class SamplerStep(SamplerStage stage) : RecordStep
{
    private const string RateAttribute = "sample_rate";
    private SplitMix _random = new((ulong)stage.Seed);

    internal override StageDecision Process(PipelineRecord record)
    {
        MetricInput metric = record.Metric;
        if (stage.KeepErrors && metric.Category == MetricCategory.Error)
        {
            return StageDecision.Keep;
        }

        if (stage.Rate < 1 && Draw(metric) >= stage.Rate)
        {
            return StageDecision.Drop;
        }

        if (stage.Rate < 1)
        {
            MetricInput sampled = metric with { };
            sampled.Attributes[RateAttribute] = metric.Attributes.TryGetValue(RateAttribute, out AttributeValue before) && before.Number is { } rate ? rate * stage.Rate : stage.Rate;
            record.Metric = sampled;
        }

        return StageDecision.Keep;
    }

    // Above 0 and below 1.
    private double Draw(MetricInput metric)
    {
        if (stage.By == SamplerUnit.Session && metric.SessionId is { } session)
        {
            ulong hash = XxHash64.HashToUInt64(MemoryMarshal.AsBytes(session.AsSpan()), stage.Seed);
            return new SplitMix(hash).NextUniform();
        }

        return _random.NextUniform();
    }
}
