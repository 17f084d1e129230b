namespace Shannon.Analytics.Pipelines;

/// <summary>A stored pipeline. Immutable.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Definition">What it does.</param>
/// <param name="Version">1 when created, one more with every change.</param>
/// <param name="UpdatedAt">When it was last changed, in UTC.</param>
public sealed record Pipeline(string Id, PipelineDefinition Definition, long Version, DateTimeOffset UpdatedAt)
{
    /// <summary>Its name.</summary>
    public string Name => Definition.Name;
}
