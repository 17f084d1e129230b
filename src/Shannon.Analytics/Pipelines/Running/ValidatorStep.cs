using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pipelines.Records;

namespace Shannon.Analytics.Pipelines.Running;

/// <summary>Checks records.</summary>
internal sealed class ValidatorStep(ValidatorStage stage) : RecordStep
{
    internal override StageDecision Process(PipelineRecord record) =>
        record.IsRead ? ProcessMetric(record) : ProcessJson(record, record.Json!);

    private StageDecision ProcessMetric(PipelineRecord record)
    {
        try
        {
            MetricValidator.Validate(record.Metric, null);
            return StageDecision.Keep;
        }
        catch (MetricValidationException error)
        {
            return Reject(record, stage.DropInvalid ? record.Metric : RecordSalvage.Of(record.Metric), [error.Message]);
        }
    }

    private StageDecision ProcessJson(PipelineRecord record, string json)
    {
        MetricInput metric = RecordReader.Read(json, stage.Schema, out List<string> problems);
        if (problems.Count > 0)
        {
            return Reject(record, metric, problems);
        }

        record.Metric = metric;
        return StageDecision.Keep;
    }

    private StageDecision Reject(PipelineRecord record, MetricInput storable, IReadOnlyList<string> problems)
    {
        if (stage.DropInvalid)
        {
            record.MarkInvalid(problems);
            return StageDecision.Drop;
        }

        record.Metric = storable;
        record.Flag(string.Join(" ", problems));
        return StageDecision.Keep;
    }
}
