namespace Shannon.Analytics.Pipelines;

/// <summary>A change of a definition. Immutable.</summary>
public sealed record PipelinePatch
{
    /// <summary>What it does.</summary>
    public required PipelinePatchKind Kind { get; init; }

    /// <summary>The name of the stage that it is about.</summary>
    public required string Stage { get; init; }

    /// <summary>The stage's new configuration, for <see cref="PipelinePatchKind.Replace"/>.</summary>
    public StageDefinition? Replacement { get; init; }

    /// <summary>The name of the stage before which it goes, for <see cref="PipelinePatchKind.Move"/>.</summary>
    public string? Before { get; init; }

    /// <summary>Applies the patch to a definition, which stays as it is.</summary>
    /// <param name="definition">The definition.</param>
    /// <exception cref="InvalidOperationException">The definition has no stage of a name that the patch is about, so it was changed meanwhile.</exception>
    public PipelineDefinition ApplyTo(PipelineDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var stages = definition.Stages.ToList();
        int index = IndexOf(stages, Stage);
        StageDefinition stage = stages[index];
        stages.RemoveAt(index);
        switch (Kind)
        {
            case PipelinePatchKind.Replace:
                stages.Insert(index, Replacement ?? throw new InvalidOperationException("The patch replaces a stage but has no Replacement; set it."));
                break;
            case PipelinePatchKind.Move:
                stages.Insert(IndexOf(stages, Before), stage);
                break;
        }

        return definition with { Stages = stages };
    }

    private static int IndexOf(List<StageDefinition> stages, string? name)
    {
        int index = stages.FindIndex(stage => stage.Name == name);
        return index >= 0 ? index : throw new InvalidOperationException($"The pipeline has no stage '{name}' that the patch is about: it was changed meanwhile. Ask OptimizePipelineAsync again.");
    }
}
