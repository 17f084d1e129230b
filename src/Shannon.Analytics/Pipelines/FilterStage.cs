using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Pipelines;

/// <summary>Drops records by a condition.</summary>
public sealed record FilterStage : StageDefinition
{
    /// <inheritdoc/>
    public override string Type => "filter";

    /// <summary>The condition.</summary>
    public required RecordMatch Match { get; init; }

    /// <summary>What happens to records that match; <see cref="FilterMode.Keep"/> by default.</summary>
    public FilterMode Mode { get; init; }

    internal override void Validate(List<string> errors, string path)
    {
        base.Validate(errors, path);
        OptionChecks.NotNull(errors, path + "config.match", Match);
        Match?.Validate(errors, path + "config.match.");
        if (!Enum.IsDefined(Mode))
        {
            errors.Add(FormattableString.Invariant($"{path}config.mode is {(int)Mode}; it must be keep or drop."));
        }
    }
}
