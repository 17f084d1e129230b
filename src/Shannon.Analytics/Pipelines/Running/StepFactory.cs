using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Pipelines.Running;

/// <summary>Makes the work of definitions. Thread-safe.</summary>
internal sealed class StepFactory(IMetricStore store, IReadOnlyList<IPipelineStage> stages, IPipelineContextSource context, Func<CancellationToken, Task> compressAsync)
{
    /// <summary>What is wrong with the custom stages of a definition.</summary>
    internal IEnumerable<string> FindErrors(PipelineDefinition definition)
    {
        for (int i = 0; i < (definition.Stages?.Count ?? 0); i++)
        {
            if (definition.Stages![i] is not CustomStage { Stage.Length: > 0, Settings: { } settings } custom)
            {
                continue;
            }

            string path = PipelineDefinition.PathOf(i) + "config.";
            if (Find(custom.Stage) is not { } stage)
            {
                yield return $"{path}stage is '{custom.Stage}'; registered are {(stages.Count == 0 ? "none" : string.Join(", ", stages.Select(one => one.Name)))}. Register it with PipelineStages of the engine's options.";
                continue;
            }

            foreach (string error in stage.Validate(settings))
            {
                yield return $"{path}settings: {error}";
            }
        }
    }

    /// <summary>What has to be done before a run.</summary>
    internal Task PrepareAsync(PipelineDefinition definition, CancellationToken cancellationToken) =>
        definition.Stages.OfType<StorageStage>().Any(stage => stage.Compression) ? compressAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Makes the work of one stage for one run; null for the collector, which is the run's intake.</summary>
    internal StageStep? Create(Pipeline pipeline, int index) => pipeline.Definition.Stages[index] switch
    {
        CollectorStage => null,
        ValidatorStage stage => new ValidatorStep(stage),
        EnricherStage stage => new EnricherStep(stage, context),
        TransformerStage stage => new TransformerStep(stage, store.TimeProvider),
        StorageStage stage => new StorageStep(stage, store),
        FilterStage stage => new FilterStep(stage),
        SamplerStage stage => new SamplerStep(stage),
        RouterStage stage => new RouterStep(stage, pipeline.Definition),
        CustomStage stage => new CustomStep(
            Find(stage.Stage) ?? throw new InvalidOperationException($"The pipeline needs the custom stage '{stage.Stage}', which is not registered. Register it with PipelineStages of the engine's options."),
            new PipelineStageContext { PipelineId = pipeline.Id, StageName = stage.Name, Settings = stage.Settings, TimeProvider = store.TimeProvider }),
        var other => throw new InvalidOperationException($"{other.GetType().Name} has no work."),
    };

    private IPipelineStage? Find(string name) => stages.FirstOrDefault(stage => stage.Name == name);
}
