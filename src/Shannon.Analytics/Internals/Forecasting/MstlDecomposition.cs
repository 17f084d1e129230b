namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>A series taken apart: value = trend + every season + remainder at every point.</summary>
internal sealed record MstlDecomposition(double[] Trend, double[][] Seasons, double[] Remainder);
