using System.Text.Json;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Pipelines.Persistence;

namespace Shannon.Analytics.Pipelines;

/// <summary>What a pipeline does with the records that go through it: its stages in order. Immutable.</summary>
public sealed record PipelineDefinition
{
    /// <summary>Its name, 1 to 200 characters; need not be unique.</summary>
    public required string Name { get; init; }

    /// <summary>The stages in their order, 1 to 50; a collector stands first, and there is at most one storage.</summary>
    public required IReadOnlyList<StageDefinition> Stages { get; init; }

    /// <summary>How many batches may wait before each stage until the one before has to wait, 1 to 1,000; 8 by default.</summary>
    public int QueueCapacity { get; init; } = 8;

    /// <summary>Whether records may be sent through; <see langword="true"/> by default.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>
    /// Reads a definition from JSON: <c>name</c>, <c>queue_capacity</c>, <c>enabled</c>, and <c>stages</c> with <c>name</c>, <c>type</c> and <c>config</c>, whose keys are the
    /// properties of the stage in snake_case, durations in seconds.
    /// </summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="JsonException">The text is no JSON of this form.</exception>
    /// <exception cref="InvalidOptionsException">The definition is invalid; everything wrong with it is named.</exception>
    public static PipelineDefinition FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return PipelineJson.Read(json);
    }

    /// <summary>Writes the definition as JSON, which <see cref="FromJson"/> reads back.</summary>
    public string ToJson() => PipelineJson.Write(this);

    /// <summary>The definition as JSON.</summary>
    public override string ToString() => ToJson();

    /// <summary>Throws if anything is out of range.</summary>
    /// <exception cref="InvalidOptionsException">Something is; all of it is named.</exception>
    public void Validate() => OptionChecks.ThrowIfAny(nameof(PipelineDefinition), FindErrors());

    internal List<string> FindErrors()
    {
        var errors = new List<string>();
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > PipelineLimits.MaxNameLength)
        {
            errors.Add(FormattableString.Invariant($"name has {Name?.Length ?? 0} characters; 1 to {PipelineLimits.MaxNameLength} are allowed, not all of them blank."));
        }

        OptionChecks.Range(errors, "queue_capacity", QueueCapacity, 1, 1_000);
        OptionChecks.Range(errors, "stages count", Stages?.Count ?? 0, 1, PipelineLimits.MaxStages);
        for (int i = 0; i < (Stages?.Count ?? 0); i++)
        {
            string path = PathOf(i);
            if (Stages![i] is not { } stage)
            {
                errors.Add($"{path.TrimEnd('.')} is null; leave it out.");
                continue;
            }

            stage.Validate(errors, path);
            (stage as RouterStage)?.ValidateTargets(errors, path, [.. Stages.Skip(i + 1).Select(later => later?.Name ?? string.Empty)]);
        }

        CheckOrder(errors);
        return errors;
    }

    internal static string PathOf(int stage) => FormattableString.Invariant($"stages[{stage}].");

    private void CheckOrder(List<string> errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { RouterStage.End };
        bool stores = false;
        for (int i = 0; i < (Stages?.Count ?? 0); i++)
        {
            if (Stages![i] is not { } stage)
            {
                continue;
            }

            if (stage.Name is not null && !names.Add(stage.Name))
            {
                errors.Add($"{PathOf(i)}name is '{stage.Name}', which is taken; give each stage a name of its own, other than {RouterStage.End}.");
            }

            if (stage is CollectorStage && i > 0)
            {
                errors.Add($"{PathOf(i)}type is collector; a collector stands first, and there is only one.");
            }

            if (stage is StorageStage && stores)
            {
                errors.Add($"{PathOf(i)}type is storage, the second one; records would be stored twice. Leave it out.");
            }

            stores |= stage is StorageStage;
        }
    }
}
