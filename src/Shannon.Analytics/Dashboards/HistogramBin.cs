namespace Shannon.Analytics.Dashboards;

/// <summary>A bin of a distribution.</summary>
/// <param name="Lower">Where it begins.</param>
/// <param name="Upper">Where it ends; only the last one includes it.</param>
/// <param name="Count">How many values lie in it.</param>
public sealed record HistogramBin(double Lower, double Upper, long Count);
