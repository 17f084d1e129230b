namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>The next values of a series, with bounds between which they lie as often as was asked.</summary>
/// <param name="Point">The forecast of each step.</param>
/// <param name="Lower">The lower bound of each step.</param>
/// <param name="Upper">The upper bound of each step.</param>
/// <param name="Method">What made it.</param>
/// <param name="Periods">The seasons it uses, in points, ascending.</param>
/// <param name="InsufficientData">There were fewer than two values other than 0: the last value is repeated.</param>
internal sealed record Forecast(double[] Point, double[] Lower, double[] Upper, ForecastMethod Method, IReadOnlyList<int> Periods, bool InsufficientData);
