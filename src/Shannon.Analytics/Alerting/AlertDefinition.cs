using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Alerting;

/// <summary>What an alert watches and what it does. Immutable as long as its lists are left alone; validated as a whole when the alert is made or changed.</summary>
public sealed record AlertDefinition
{
    /// <summary>What people call it. 1 to 200 characters; need not be unique.</summary>
    public required string Name { get; init; }

    /// <summary>When it fires; see <see cref="AlertCondition"/>.</summary>
    public required string Condition { get; init; }

    /// <summary>How far back occurrences are counted and functions look, unless they name a window. 1 second to 7 days; 60 seconds by default.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How many records in the window must have found the condition true, 1 (the default) to 10,000. A condition without a single record's value, such as
    /// <c>avg(response_time) &gt; 2</c>, must besides hold at the moment.
    /// </summary>
    public int Threshold { get; init; } = 1;

    /// <summary>What to do when it fires and when it resolves: names from <see cref="AlertActionNames"/> or of registered actions. <c>notify</c> by default.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [AlertActionNames.Notify];

    /// <summary>Only these records. All by default. A forecast reads the same, group by group.</summary>
    public MetricFilter Scope { get; init; } = new();

    /// <summary>Keeps records apart by up to 4 keys, each group with a state of its own; what a record lacks is <c>unknown</c>. Empty (the default) for one state.</summary>
    public IReadOnlyList<GroupKey> GroupBy { get; init; } = [];

    /// <summary>How bad it is. A warning by default.</summary>
    public AlertSeverity Severity { get; init; } = AlertSeverity.Warning;

    /// <summary>If given, a firing alert stays so until this condition holds (and <see cref="Condition"/> does not). Without <c>for</c>.</summary>
    public string? ClearCondition { get; init; }

    /// <summary>
    /// If given, a firing alert stays so until values have come back behind its limits by this share: with 0.8, <c>x &gt; 10</c> holds on until x is
    /// 8 or less, and <c>x &lt; 10</c> until it is 12 or more. Above 0 and below 1; not together with <see cref="ClearCondition"/>.
    /// </summary>
    public double? ClearRatio { get; init; }

    /// <summary>After it fired, the time in which it does not fire again. 0 to 30 days; <see langword="null"/> (the default) for as long as <see cref="Window"/>.</summary>
    public TimeSpan? Cooldown { get; init; }

    /// <summary>What a window without data means. That all is well, by default.</summary>
    public AlertNoData NoData { get; init; }

    /// <summary>Up to 32 words of the host's own, which notifications carry and silences match.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What <c>budget</c> in the condition stands for; needed if it is named there.</summary>
    public decimal? Budget { get; init; }

    /// <summary>With the action <c>throttle</c>: how many prompts a minute the sessions concerned may start together while it fires, 0 (none) to 6,000. 6 by default.</summary>
    public int ThrottlePromptsPerMinute { get; init; } = 6;

    /// <summary>Whether it is watched. True by default.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>The cool-down in force.</summary>
    internal TimeSpan EffectiveCooldown => Cooldown ?? Window;

    /// <summary>Reads a definition from JSON with the keys that <see cref="ToJson"/> writes, of which only <c>name</c> and <c>condition</c> are needed; times are in seconds.</summary>
    /// <param name="json">One JSON object.</param>
    /// <exception cref="System.Text.Json.JsonException">It is no JSON object.</exception>
    /// <exception cref="InvalidOptionsException">Keys are unknown or values wrong; all of them are named.</exception>
    public static AlertDefinition FromJson(string json) => AlertDefinitionJson.Read(json);

    /// <summary>One JSON object: <c>name</c>, <c>condition</c>, <c>window</c>, <c>threshold</c>, <c>actions</c> and the rest.</summary>
    public string ToJson() => AlertDefinitionJson.Write(this);

    /// <summary>Throws if anything is out of range.</summary>
    /// <exception cref="InvalidOptionsException">Something is; all of it is named.</exception>
    public void Validate() => AlertDefinitionChecks.ThrowIfInvalid(this, null);
}
