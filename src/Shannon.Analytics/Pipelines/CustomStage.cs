using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Pipelines;

/// <summary>A stage of the host's own: an <see cref="IPipelineStage"/> that the engine's options name.</summary>
public sealed record CustomStage : StageDefinition
{
    /// <inheritdoc/>
    public override string Type => "custom";

    /// <summary>The <see cref="IPipelineStage.Name"/> of the stage.</summary>
    public required string Stage { get; init; }

    /// <summary>What the stage is told, up to 64 values; it checks them itself.</summary>
    public AttributeSet Settings { get; init; } = [];

    internal override void Validate(List<string> errors, string path)
    {
        base.Validate(errors, path);
        if (string.IsNullOrEmpty(Stage))
        {
            errors.Add($"{path}config.stage is missing; name the registered stage that does the work.");
        }

        OptionChecks.NotNull(errors, path + "config.settings", Settings);
        OptionChecks.Range(errors, path + "config.settings count", Settings?.Count ?? 0, 0, PipelineLimits.MaxRules);
    }
}
