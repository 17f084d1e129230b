using Shannon.Analytics.Pipelines.Records;

namespace Shannon.Analytics.Pipelines.Running;

/// <summary>Marks records with the stage that they go to next.</summary>
internal sealed class RouterStep(RouterStage stage, PipelineDefinition pipeline) : RecordStep
{
    private readonly (RecordMatcher Matcher, int Next)[] _routes = [.. stage.Routes.Select(rule => (new RecordMatcher(rule.Match), IndexOf(pipeline, rule.To)))];

    internal override StageDecision Process(PipelineRecord record)
    {
        foreach (var (matcher, next) in _routes)
        {
            if (matcher.Matches(record))
            {
                record.NextStage = next;
                break;
            }
        }

        return StageDecision.Keep;
    }

    private static int IndexOf(PipelineDefinition pipeline, string name)
    {
        for (int i = 0; i < pipeline.Stages.Count; i++)
        {
            if (pipeline.Stages[i].Name == name)
            {
                return i;
            }
        }

        return pipeline.Stages.Count;
    }
}
