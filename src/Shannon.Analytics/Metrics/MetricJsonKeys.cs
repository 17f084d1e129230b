namespace Shannon.Analytics.Metrics;

/// <summary>What the keys of a metric in JSON mean, for reader and writer alike.</summary>
internal static class MetricJsonKeys
{
    /// <summary>The category that a type says by itself, without other keys; 0 if it says none.</summary>
    internal static MetricCategory CategoryOf(string? type) => type switch
    {
        FieldNames.SessionStart or FieldNames.SessionEnd => MetricCategory.Session,
        FieldNames.ResponseTime => MetricCategory.Performance,
        FieldNames.ResourceUsage => MetricCategory.Resource,
        FieldNames.TokenUsage => MetricCategory.Token,
        FieldNames.Error => MetricCategory.Error,
        FieldNames.ToolUse => MetricCategory.Tool,
        FieldNames.ApiCall => MetricCategory.Api,
        _ => 0,
    };

    /// <summary>True for keys that mean the same on every metric, so that no free field can bear them beside the others.</summary>
    internal static bool IsReserved(string key) => key is
        FieldNames.SessionId or "session" or FieldNames.UserId or "user" or FieldNames.Project or "cwd" or "project_path" or FieldNames.Model or FieldNames.Timestamp
        or FieldNames.Cost or FieldNames.CostEstimate or "cost_usd" or "total_cost_usd" or FieldNames.Key or FieldNames.KeyRank or FieldNames.Id
        or FieldNames.Type or FieldNames.Category or FieldNames.Event or FieldNames.MetricName or FieldNames.Measurements
        or FieldNames.Context or FieldNames.Metadata or FieldNames.Dimensions or FieldNames.Attributes;

    /// <summary>True for keys of a session's metadata that are about the session itself.</summary>
    internal static bool IsLifted(string key) => key is FieldNames.UserId or "user" or FieldNames.Project or "cwd" or "project_path" or FieldNames.Model;
}
