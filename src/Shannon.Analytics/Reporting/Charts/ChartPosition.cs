namespace Shannon.Analytics.Reporting.Charts;

/// <summary>A place on the surface of a chart.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Down.</param>
public readonly record struct ChartPosition(double X, double Y);
