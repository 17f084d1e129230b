namespace Shannon.Analytics.Pipelines;

/// <summary>Brings records into one form and computes what follows from them.</summary>
public sealed record TransformerStage : StageDefinition
{
    /// <inheritdoc/>
    public override string Type => "transformer";

    /// <summary>Whether times become UTC with microseconds, and a missing one the present; <see langword="true"/> by default.</summary>
    public bool NormalizeTimestamps { get; init; } = true;

    /// <summary>Whether <see cref="DerivedMetrics"/> are computed; <see langword="true"/> by default.</summary>
    public bool CalculateDerivedMetrics { get; init; } = true;

    /// <summary>What is computed, up to 64 rules; <see cref="DerivedMetricRule.Defaults"/> by default.</summary>
    public IReadOnlyList<DerivedMetricRule> DerivedMetrics { get; init; } = DerivedMetricRule.Defaults;

    /// <summary>
    /// Whether token records without a reported cost get one from the price table that comes with the library; <see langword="true"/> by default. Only together with
    /// <see cref="CalculateDerivedMetrics"/>. Such records carry <c>cost_source</c> and <c>price_version</c>; a model without a price leaves the cost out.
    /// </summary>
    public bool CalculateCost { get; init; } = true;

    internal override void Validate(List<string> errors, string path)
    {
        base.Validate(errors, path);
        if (CheckRules(errors, path + "config.derived_metrics", DerivedMetrics, minimum: 0))
        {
            for (int i = 0; i < DerivedMetrics.Count; i++)
            {
                DerivedMetrics[i].Validate(errors, FormattableString.Invariant($"{path}config.derived_metrics[{i}]"));
            }
        }
    }
}
