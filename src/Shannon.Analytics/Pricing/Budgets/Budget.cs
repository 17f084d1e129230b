using System.Text.Json.Serialization;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Pricing.Budgets;

/// <summary>A limit on what may be spent.</summary>
public sealed record Budget
{
    /// <summary>Its id: 1 to 200 letters, digits, hyphens or underscores. Creating another budget of the same id replaces it; what was spent stays.</summary>
    public required string Id { get; init; }

    /// <summary>US dollars that may be spent in each period, above 0.</summary>
    public required decimal Limit { get; init; }

    /// <summary>Whose spending it limits. All by default.</summary>
    public BudgetScope Scope { get; init; }

    /// <summary>Which user, project, model or session; <see langword="null"/> (the default) for each of them on its own. Needs a <see cref="Scope"/>.</summary>
    public string? Subject { get; init; }

    /// <summary>After which time it begins anew. Months by default.</summary>
    public BudgetPeriod Period { get; init; } = BudgetPeriod.Month;

    /// <summary>The id of the time zone whose days and months count; <c>UTC</c> by default.</summary>
    public string TimeZone { get; init; } = TimeZoneInfo.Utc.Id;

    [JsonIgnore]
    internal TimeBucket? Bucket => Period switch
    {
        BudgetPeriod.Day => TimeBucket.Day with { Zone = Zone },
        BudgetPeriod.Week => TimeBucket.Week with { Zone = Zone },
        BudgetPeriod.Month => TimeBucket.Month with { Zone = Zone },
        _ => null,
    };

    private TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Id);
        if (Id.Length is < 1 or > 200 || !Id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new ArgumentException("The id of a budget has 1 to 200 letters, digits, hyphens or underscores.", nameof(Id));
        }

        if (Limit is <= 0 or > MetricLimits.MaxCost)
        {
            throw new ArgumentOutOfRangeException(nameof(Limit), Limit, FormattableString.Invariant($"A limit lies above 0, up to {MetricLimits.MaxCost} US dollars."));
        }

        if (!Enum.IsDefined(Scope) || !Enum.IsDefined(Period))
        {
            throw new ArgumentOutOfRangeException(nameof(Scope), "Scope or period is not a defined value.");
        }

        if (Subject is { Length: 0 or > MetricLimits.MaxProjectLength } || (Subject is not null && Scope == BudgetScope.Everything))
        {
            throw new ArgumentException("The subject is empty or too long, or given without a scope. Leave it null for each one on its own, or name the scope.", nameof(Subject));
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            throw new ArgumentException($"There is no time zone '{TimeZone}' on this machine. Use an id such as 'UTC' or 'Europe/Berlin'.", nameof(TimeZone));
        }
    }

    /// <summary>Whose account a request falls on; null if the budget does not concern it.</summary>
    internal string? AccountOf(BudgetRequest request) => AccountOf(Scope switch
    {
        BudgetScope.User => request.UserId,
        BudgetScope.Project => request.Project,
        BudgetScope.Model => request.Model,
        BudgetScope.Session => request.SessionId,
        _ => string.Empty,
    });

    /// <summary>The account of someone by the value of the scope; null if the budget does not concern it.</summary>
    internal string? AccountOf(string? value) => value is not null && (Subject is null || string.Equals(Subject, value, StringComparison.Ordinal)) ? value : null;

    internal DateTimeOffset PeriodStart(DateTimeOffset time) => Bucket?.StartOf(time) ?? DateTimeOffset.UnixEpoch;

    internal DateTimeOffset? PeriodEnd(DateTimeOffset time) => Bucket?.Next(time);
}
