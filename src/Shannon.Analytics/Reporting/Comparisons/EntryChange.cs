namespace Shannon.Analytics.Reporting.Comparisons;

/// <summary>How one model, user, project, tool or type of error changed.</summary>
/// <param name="Kind">What it is: <c>model</c>, <c>user</c>, <c>project</c>, <c>tool</c> or <c>error_type</c>.</param>
/// <param name="Name">Its name; <see cref="UsageEntry.Unknown"/> where records do not say.</param>
/// <param name="Direction">New and gone ones have no records in the other period; the others go by cost per day, tools and errors by number per day.</param>
/// <param name="Before">Records in the first period: requests, uses, errors.</param>
/// <param name="After">Records in the second period.</param>
/// <param name="CostBefore">US dollars in the first period; <see langword="null"/> for tools and errors.</param>
/// <param name="CostAfter">US dollars in the second period; <see langword="null"/> for tools and errors.</param>
public sealed record EntryChange(string Kind, string Name, ChangeDirection Direction, long Before, long After, decimal? CostBefore, decimal? CostAfter);
