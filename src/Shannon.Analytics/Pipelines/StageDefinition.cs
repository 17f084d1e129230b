using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Pipelines;

/// <summary>
/// One stage of a pipeline and its configuration. The kinds are <see cref="CollectorStage"/>, <see cref="ValidatorStage"/>, <see cref="EnricherStage"/>,
/// <see cref="TransformerStage"/>, <see cref="StorageStage"/>, <see cref="FilterStage"/>, <see cref="SamplerStage"/>, <see cref="RouterStage"/> and
/// <see cref="CustomStage"/>. Immutable.
/// </summary>
public abstract record StageDefinition
{
    private protected StageDefinition()
    {
    }

    /// <summary>The kind's word, such as <c>validator</c>.</summary>
    public abstract string Type { get; }

    /// <summary>Its name, 1 to 200 characters, unique within the pipeline: counts are kept and routes are named by it.</summary>
    public required string Name { get; init; }

    internal virtual void Validate(List<string> errors, string path)
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > PipelineLimits.MaxNameLength)
        {
            errors.Add(FormattableString.Invariant($"{path}name has {Name?.Length ?? 0} characters; 1 to {PipelineLimits.MaxNameLength} are allowed, not all of them blank."));
        }
    }

    /// <summary>Checks a list of rules: there, and not too long.</summary>
    private protected static bool CheckRules<T>(List<string> errors, string name, IReadOnlyList<T>? rules, int minimum)
    {
        OptionChecks.NotNull(errors, name, rules);
        if (rules is null)
        {
            return false;
        }

        OptionChecks.Range(errors, name + " count", rules.Count, minimum, PipelineLimits.MaxRules);
        if (rules.Any(rule => rule is null))
        {
            errors.Add($"{name} holds null; leave it out.");
            return false;
        }

        return true;
    }
}
