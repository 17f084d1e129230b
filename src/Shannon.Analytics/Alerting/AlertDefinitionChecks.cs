using Shannon.Analytics.Alerting.Conditions;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting;

/// <summary>Checks definitions of alerts as a whole, so that all that is wrong is said at once.</summary>
internal static class AlertDefinitionChecks
{
    /// <summary>Throws if a definition is out of range.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="actions">The names of the actions there are; null if that is not known.</param>
    internal static void ThrowIfInvalid(AlertDefinition definition, IReadOnlyCollection<string>? actions)
    {
        var errors = new List<string>();
        CheckText(errors, nameof(definition.Name), definition.Name);
        AlertCondition? condition = CheckCondition(errors, nameof(definition.Condition), definition.Condition);
        OptionChecks.Range(errors, nameof(definition.Window), definition.Window, AlertLimits.MinWindow, AlertLimits.MaxWindow);
        OptionChecks.Range(errors, nameof(definition.Threshold), definition.Threshold, 1, AlertLimits.MaxThreshold);
        OptionChecks.Range(errors, nameof(definition.Cooldown), definition.EffectiveCooldown, TimeSpan.Zero, AlertLimits.MaxDuration);
        OptionChecks.Range(errors, nameof(definition.ThrottlePromptsPerMinute), definition.ThrottlePromptsPerMinute, 0, 6_000);
        CheckActions(errors, definition, actions);
        CheckScope(errors, definition);
        CheckClearing(errors, definition, condition);
        CheckLabels(errors, definition.Labels);
        if (!Enum.IsDefined(definition.Severity))
        {
            errors.Add(FormattableString.Invariant($"Severity is {(int)definition.Severity}; use a member of AlertSeverity."));
        }

        if (!Enum.IsDefined(definition.NoData))
        {
            errors.Add(FormattableString.Invariant($"NoData is {(int)definition.NoData}; use a member of AlertNoData."));
        }

        if (definition.Budget is null && condition is not null && ConditionWalker.LeavesOf(condition.Root).Any(leaf => leaf is NumberNode.Budget))
        {
            errors.Add("Budget is not given, but the condition names it. Set Budget, or write the amount into the condition.");
        }

        if (condition?.Metrics.Count == 0)
        {
            errors.Add("Condition names no metric, so that it would never change. Name one, as in response_time > 2.0.");
        }

        OptionChecks.ThrowIfAny(nameof(AlertDefinition), errors);
    }

    internal static void CheckText(List<string> errors, string name, string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > AlertLimits.MaxNameLength || !MetricValidator.HasOnlyWholePairs(text))
        {
            errors.Add(FormattableString.Invariant($"{name} has a text of {text?.Length ?? 0} characters; 1 to {AlertLimits.MaxNameLength} are allowed, not only spaces, and no half surrogate pairs."));
        }
    }

    internal static void CheckLabels(List<string> errors, IReadOnlyDictionary<string, string>? labels)
    {
        if (labels is null || labels.Count > AlertLimits.MaxLabels)
        {
            errors.Add(FormattableString.Invariant($"Labels holds {labels?.Count ?? 0} of them; 0 to {AlertLimits.MaxLabels} are allowed, and it is not null."));
            return;
        }

        foreach (var (name, value) in labels)
        {
            CheckText(errors, "The name of a label", name);
            CheckText(errors, "A label", value);
        }
    }

    private static AlertCondition? CheckCondition(List<string> errors, string name, string? text)
    {
        if (text is null)
        {
            errors.Add($"{name} is null; write one such as response_time > 2.0.");
            return null;
        }

        if (!AlertCondition.TryParse(text, out AlertCondition? condition, out AlertConditionException? error))
        {
            errors.Add(FormattableString.Invariant($"{name} is wrong at position {error.Position}: {error.Problem}"));
        }

        return condition;
    }

    private static void CheckActions(List<string> errors, AlertDefinition definition, IReadOnlyCollection<string>? known)
    {
        if (definition.Actions is null || definition.Actions.Count > AlertLimits.MaxActions)
        {
            errors.Add(FormattableString.Invariant($"Actions holds {definition.Actions?.Count ?? 0} of them; 0 to {AlertLimits.MaxActions} are allowed, and it is not null."));
            return;
        }

        foreach (string action in definition.Actions)
        {
            if (string.IsNullOrEmpty(action) || known?.Contains(action, StringComparer.Ordinal) == false)
            {
                errors.Add($"Actions has '{action}', which there is none of. Use {string.Join(", ", known ?? [])}, or register an IAlertAction of this name with the engine.");
            }
        }

        if (definition.Actions.Distinct(StringComparer.Ordinal).Count() < definition.Actions.Count)
        {
            errors.Add("Actions names one twice; name each once.");
        }
    }

    private static void CheckScope(List<string> errors, AlertDefinition definition)
    {
        try
        {
            if (definition.Scope is null)
            {
                errors.Add("Scope is null; leave it out for all records.");
            }

            definition.Scope?.Validate();
        }
        catch (ArgumentException error)
        {
            errors.Add($"Scope: {error.Message}");
        }

        if (definition.GroupBy is null || definition.GroupBy.Count > AlertLimits.MaxGroupKeys || definition.GroupBy.Distinct().Count() < definition.GroupBy.Count)
        {
            errors.Add(FormattableString.Invariant($"GroupBy holds {definition.GroupBy?.Count ?? 0} keys; 0 to {AlertLimits.MaxGroupKeys} are allowed, each once, and it is not null."));
        }
    }

    private static void CheckClearing(List<string> errors, AlertDefinition definition, AlertCondition? condition)
    {
        if (definition.ClearCondition is not null && CheckCondition(errors, nameof(definition.ClearCondition), definition.ClearCondition) is { For.Ticks: > 0 })
        {
            errors.Add("ClearCondition has a 'for'; it takes effect at once. Leave it out.");
        }

        if (definition.ClearRatio is not { } ratio)
        {
            return;
        }

        if (!(ratio > 0 && ratio < 1))
        {
            errors.Add(FormattableString.Invariant($"ClearRatio is {ratio}; it must lie above 0 and below 1, such as 0.8."));
        }
        else if (condition is not null && ConditionRelaxer.Relax(condition.Root, ratio) == condition.Root)
        {
            errors.Add("ClearRatio is given, but the condition compares nothing with a number by >, >=, < or <=. Use ClearCondition instead.");
        }

        if (definition.ClearCondition is not null)
        {
            errors.Add("ClearRatio and ClearCondition are both given; choose one.");
        }
    }
}
