using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting;

/// <summary>A time in which alerts stay quiet: they go on working and writing their history, but run no actions and throttle nothing. What still fires when the silence ends is told then.</summary>
public sealed record AlertSilence
{
    /// <summary>Its id; given when it is added.</summary>
    public string Id { get; init; } = string.Empty;

    /// <summary>From when on. The start of time by default.</summary>
    public DateTimeOffset StartsAt { get; init; } = DateTimeOffset.MinValue;

    /// <summary>Until when, excluded; after <see cref="StartsAt"/>.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>
    /// Which alerts: those for which all of these hold. The names are <c>alert_id</c>, <c>name</c>, <c>severity</c> (in lower case) or of labels; up to 32.
    /// Empty (the default) for all alerts.
    /// </summary>
    public IReadOnlyDictionary<string, string> Matchers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Why; up to 1,000 characters.</summary>
    public string? Comment { get; init; }

    /// <summary>Throws if anything is out of range.</summary>
    /// <exception cref="InvalidOptionsException">Something is; all of it is named.</exception>
    public void Validate()
    {
        var errors = new List<string>();
        AlertDefinitionChecks.CheckLabels(errors, Matchers);
        if (EndsAt <= StartsAt)
        {
            errors.Add(FormattableString.Invariant($"EndsAt is {EndsAt:O}, which is not after StartsAt, {StartsAt:O}. Swap the two, or choose a later end."));
        }

        if (Comment?.Length > AlertLimits.MaxCommentLength)
        {
            errors.Add(FormattableString.Invariant($"Comment has {Comment.Length} characters; at most {AlertLimits.MaxCommentLength} are allowed. Shorten it."));
        }

        OptionChecks.ThrowIfAny(nameof(AlertSilence), errors);
    }

    internal bool Covers(Alert alert, DateTimeOffset now) => now >= StartsAt && now < EndsAt && Matchers.All(matcher => Matches(alert, matcher.Key, matcher.Value));

    private static bool Matches(Alert alert, string name, string value) => name switch
    {
        "alert_id" => alert.Id == value,
        "name" => alert.Definition.Name == value,
        "severity" => JsonText.Word(alert.Definition.Severity) == value,
        _ => alert.Definition.Labels.TryGetValue(name, out string? label) && label == value,
    };
}
