namespace Shannon.Analytics.Dashboards;

/// <summary>A row.</summary>
/// <param name="Label">What it is about; <c>unknown</c> for records that do not say.</param>
/// <param name="Values">One value per column; <see langword="null"/> where there is none.</param>
public sealed record LabelledValues(string Label, IReadOnlyList<double?> Values);
