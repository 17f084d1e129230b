namespace Shannon.Analytics.Reporting.Summaries;

/// <summary>The parts of a summary.</summary>
public enum SummarySection
{
    /// <summary>Sessions, users, prompts, tokens, cost, errors, active time.</summary>
    Overview,

    /// <summary>Response times, time to first token, speed, slowest prompts.</summary>
    Performance,

    /// <summary>Tokens and cost by model, user, project, branch, sub-agent; tools.</summary>
    Usage,

    /// <summary>Errors by type and severity, rates, recoverability.</summary>
    Errors,

    /// <summary>Where tokens, cost, response time and errors are going.</summary>
    Trends,

    /// <summary>What could be done better, each with the figures behind it.</summary>
    Recommendations,
}
