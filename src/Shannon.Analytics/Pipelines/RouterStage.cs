using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Pipelines;

/// <summary>Sends records past the stages that are not for them. The order of records stays. A record goes by the first route it matches; without one, on to the next stage.</summary>
public sealed record RouterStage : StageDefinition
{
    /// <summary>The route to the end of the pipeline; no stage may be named so.</summary>
    public const string End = "end";

    /// <inheritdoc/>
    public override string Type => "router";

    /// <summary>The routes, 1 to 64.</summary>
    public required IReadOnlyList<RouterRule> Routes { get; init; }

    internal override void Validate(List<string> errors, string path)
    {
        base.Validate(errors, path);
        if (!CheckRules(errors, path + "config.routes", Routes, minimum: 1))
        {
            return;
        }

        for (int i = 0; i < Routes.Count; i++)
        {
            string route = FormattableString.Invariant($"{path}config.routes[{i}].");
            OptionChecks.NotNull(errors, route + "match", Routes[i].Match);
            Routes[i].Match?.Validate(errors, route + "match.");
        }
    }

    /// <summary>Routes lead forward, so that every record comes to an end.</summary>
    internal void ValidateTargets(List<string> errors, string path, IReadOnlyList<string> later)
    {
        for (int i = 0; i < (Routes?.Count ?? 0); i++)
        {
            if (Routes![i] is { } rule && rule.To != End && !later.Contains(rule.To, StringComparer.Ordinal))
            {
                errors.Add(FormattableString.Invariant($"{path}config.routes[{i}].to is {(rule.To is null ? "missing" : $"'{rule.To}'")}; it must be the name of a later stage, or {End}."));
            }
        }
    }
}
