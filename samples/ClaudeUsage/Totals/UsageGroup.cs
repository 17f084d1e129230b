namespace ClaudeUsage.Totals;

/// <summary>The usage of one day, model, project or session.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Project">The project of a session; of several the last one used.</param>
internal sealed record UsageGroup(string Name, UsageTotals Totals, string? Project = null);
