using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Pipelines;

/// <summary>
/// Adds what is known of a record's session and user; never overwrites what the record has. Records without a session or user, or with one that nobody
/// knows, pass unchanged. See <see cref="IPipelineContextSource"/> for where it comes from.
/// </summary>
public sealed record EnricherStage : StageDefinition
{
    /// <inheritdoc/>
    public override string Type => "enricher";

    /// <summary>Whether the session's user, project, model and attributes are added; <see langword="true"/> by default.</summary>
    public bool AddSessionContext { get; init; } = true;

    /// <summary>Whether the user's attributes are added; <see langword="true"/> by default.</summary>
    public bool AddUserMetadata { get; init; } = true;

    /// <summary>Which attributes of session and user are added; <see langword="null"/>, the default, for all, empty for none.</summary>
    public IReadOnlyList<string>? Attributes { get; init; }

    internal override void Validate(List<string> errors, string path)
    {
        base.Validate(errors, path);
        if (Attributes?.Any(name => string.IsNullOrEmpty(name) || name.Length > MetricLimits.MaxFieldNameLength) == true)
        {
            errors.Add(FormattableString.Invariant($"{path}config.attributes holds a name that is empty or longer than {MetricLimits.MaxFieldNameLength} characters."));
        }
    }
}
