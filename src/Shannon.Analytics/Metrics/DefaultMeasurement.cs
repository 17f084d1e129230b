namespace Shannon.Analytics.Metrics;

/// <summary>Which measurement stands for a record when none is named: the one that a selector without a dot addresses.</summary>
internal static class DefaultMeasurement
{
    internal static string Of(MetricCategory category) => category switch
    {
        MetricCategory.Token => FieldNames.TotalTokens,
        MetricCategory.Resource => FieldNames.CpuPercent,
        MetricCategory.Error => FieldNames.Count,
        MetricCategory.Api or MetricCategory.Tool => FieldNames.DurationMs,
        _ => FieldNames.Value,
    };
}
