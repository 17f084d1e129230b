namespace Shannon.Analytics.Reporting.Details;

/// <summary>What a detailed report is about.</summary>
public enum DetailedReportTopic
{
    /// <summary>Response times, rates of errors and success.</summary>
    Performance,

    /// <summary>Tokens, cost, sessions.</summary>
    Usage,

    /// <summary>Errors and their rate.</summary>
    Errors,

    /// <summary>Tools and API calls.</summary>
    Tools,

    /// <summary>Processor and memory.</summary>
    Resources,
}
