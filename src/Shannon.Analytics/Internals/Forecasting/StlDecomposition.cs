namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>A series taken apart: value = trend + season + remainder at every point.</summary>
internal sealed record StlDecomposition(double[] Trend, double[] Seasonal, double[] Remainder, double[] Weights);
