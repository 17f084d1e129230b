using Shannon.Analytics.Pipelines.Records;

namespace Shannon.Analytics.Pipelines.Running;

/// <summary>Drops records by a condition.</summary>
internal sealed class FilterStep(FilterStage stage) : RecordStep
{
    private readonly RecordMatcher _matcher = new(stage.Match);

    internal override StageDecision Process(PipelineRecord record) =>
        _matcher.Matches(record) == (stage.Mode == FilterMode.Keep) ? StageDecision.Keep : StageDecision.Drop;
}
