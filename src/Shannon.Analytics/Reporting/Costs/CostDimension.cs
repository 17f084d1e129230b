namespace Shannon.Analytics.Reporting.Costs;

/// <summary>What a cost can be broken down by.</summary>
public enum CostDimension
{
    /// <summary>The model.</summary>
    Model,

    /// <summary>The user.</summary>
    User,

    /// <summary>The project.</summary>
    Project,

    /// <summary>The session.</summary>
    Session,

    /// <summary>
    /// The tool: the cost of the responses that called it. A response with several calls is divided equally among them, but counts as a request of each tool;
    /// what called none is <c>no tool</c>.
    /// </summary>
    Tool,

    /// <summary>The day, as <c>2026-03-14</c> in the time zone of the request.</summary>
    Day,

    /// <summary>The branch that was checked out.</summary>
    Branch,
}
