namespace Shannon.Analytics.Reporting.Costs;

/// <summary>
/// A limit of the subscription, from records named <c>rate_limit</c> with the measurement <c>utilization</c> (and <c>resets_at</c>, in Unix seconds), by their
/// attribute <c>rate_limit_type</c>.
/// </summary>
/// <param name="Type">Such as <c>five_hour</c> or <c>seven_day</c>.</param>
/// <param name="Utilization">The share used, as last reported.</param>
/// <param name="PeakUtilization">The greatest share used in the time of the report.</param>
/// <param name="ResetsAt">When it begins anew, as last reported; <see langword="null"/> if unknown.</param>
public sealed record RateLimitWindow(string Type, double Utilization, double PeakUtilization, DateTimeOffset? ResetsAt);
