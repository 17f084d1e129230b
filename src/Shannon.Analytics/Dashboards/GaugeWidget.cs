namespace Shannon.Analytics.Dashboards;

/// <summary>The latest value, with a status by thresholds. Gives <see cref="GaugeData"/>.</summary>
public sealed record GaugeWidget : DashboardWidget
{
    /// <inheritdoc/>
    public override string Type => "gauge";

    /// <summary>Up to three, rising: from the first on the status is warn, from the second high, from the third critical. None by default.</summary>
    public IReadOnlyList<double> Thresholds { get; init; } = [];

    internal override void Validate(List<string> errors, string path)
    {
        base.Validate(errors, path);
        if (Thresholds is null || Thresholds.Count > 3 || !Thresholds.All(double.IsFinite) || !Thresholds.Zip(Thresholds.Skip(1), static (low, high) => low < high).All(static rises => rises))
        {
            errors.Add($"{path}thresholds are [{string.Join(", ", (Thresholds ?? []).Select(value => FormattableString.Invariant($"{value}")))}]; at most three finite numbers are allowed, each above the one before.");
        }
    }
}
