using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Dashboards;

/// <summary>What a dashboard shows: data, which any page can draw. Immutable.</summary>
public sealed record DashboardDefinition
{
    /// <summary>Most widgets of one dashboard.</summary>
    public const int MaxWidgets = 100;

    /// <summary>Its name, 1 to 200 characters; need not be unique.</summary>
    public required string Name { get; init; }

    /// <summary>How often it is brought up to date, 0.1 seconds to 1 day; 10 seconds by default.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The widgets, 1 to 100.</summary>
    public required IReadOnlyList<DashboardWidget> Widgets { get; init; }

    /// <summary>
    /// Reads a definition from JSON: <c>name</c>, <c>refresh_interval</c> in seconds, and <c>widgets</c> with <c>type</c>, <c>metric</c>, <c>window</c> in seconds, <c>title</c>,
    /// <c>function</c>, <c>functions</c>, <c>thresholds</c>, <c>group_by</c>, <c>points</c>, <c>columns</c>, <c>rows</c>, <c>limit</c>, <c>bins</c>, <c>session_id</c>, <c>user_id</c>, <c>project</c>.
    /// </summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="System.Text.Json.JsonException">The text is no JSON of this form.</exception>
    /// <exception cref="InvalidOptionsException">The definition is invalid; everything wrong with it is named.</exception>
    public static DashboardDefinition FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Rendering.DashboardJson.Read(json);
    }

    /// <summary>Writes the definition as JSON, which <see cref="FromJson"/> reads back.</summary>
    public string ToJson() => Rendering.DashboardJson.Write(this);

    /// <summary>The definition as JSON.</summary>
    public override string ToString() => ToJson();

    internal void Validate(List<string>? found = null)
    {
        List<string> errors = found ?? [];
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > 200)
        {
            errors.Add(FormattableString.Invariant($"name has {Name?.Length ?? 0} characters; 1 to 200 are allowed, not all of them blank."));
        }

        OptionChecks.Range(errors, "refresh_interval", RefreshInterval, TimeSpan.FromSeconds(0.1), TimeSpan.FromDays(1));
        if (found is null || Widgets is { Count: > MaxWidgets })
        {
            OptionChecks.Range(errors, "widgets count", Widgets?.Count ?? 0, 1, MaxWidgets);
        }

        for (int i = 0; i < (Widgets?.Count ?? 0); i++)
        {
            string path = FormattableString.Invariant($"widgets[{i}].");
            if (Widgets![i] is { } widget)
            {
                widget.Validate(errors, path);
            }
            else
            {
                errors.Add($"{path.TrimEnd('.')} is null; leave it out.");
            }
        }

        OptionChecks.ThrowIfAny(nameof(DashboardDefinition), errors);
    }
}
