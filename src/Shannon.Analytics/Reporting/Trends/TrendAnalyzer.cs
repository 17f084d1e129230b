using Shannon.Analytics.Internals.Forecasting;
using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Reporting.Trends;

/// <summary>Tells trend, season and level changes from noise, and looks ahead.</summary>
internal static class TrendAnalyzer
{
    private const double Level = 0.05;
    private const double Confidence = 0.95;

    // In standard deviations of the noise: less is nothing to tell people about.
    private const double LeastShift = 2;

    // With more gaps than this, what stands between values would be made up.
    private const double MostGaps = 0.3;

    /// <summary>Analyses a series.</summary>
    /// <param name="series">The values.</param>
    /// <param name="horizon">Periods to forecast; 0 for none.</param>
    /// <param name="cancellationToken">Stops.</param>
    internal static MetricTrend Analyze(TrendSeries series, int horizon, CancellationToken cancellationToken)
    {
        TrendAxis axis = series.Axis;
        int from = axis.FirstIsPartial ? 1 : 0;
        int to = Math.Max(from, series.Values.Length - (axis.LastIsPartial ? 1 : 0));
        double?[] complete = series.Values[Math.Min(from, to)..to];
        var trend = new MetricTrend
        {
            Metric = series.Metric,
            Function = series.Function,
            Historical = [.. axis.Starts.Select((start, i) => new TrendPoint(start, series.Values[i]))],
            LastPeriodIsPartial = axis.LastIsPartial,
            Forecast = horizon > 0 ? Forecast(series, complete, horizon, cancellationToken) : null,
        };
        trend = WithDirection(trend, complete, cancellationToken);
        return WithPattern(trend, axis, from, complete, cancellationToken);
    }

    private static MetricTrend WithDirection(MetricTrend trend, double?[] complete, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        var values = new List<double>();
        for (int i = 0; i < complete.Length; i++)
        {
            if (complete[i] is { } value)
            {
                times.Add(i);
                values.Add(value);
            }
        }

        double[] known = [.. values];
        MannKendallTest test = MannKendallTest.Of(known);
        if (test.PValue is not { } p || SenSlope.Fit([.. times], known, Confidence, cancellationToken) is not { } slope)
        {
            return trend;
        }

        bool significant = p < Level;
        Array.Sort(known);
        double median = Quantiles.OfSorted(known, 0.5);
        double? relative = median != 0 && slope.Slope * (complete.Length - 1) / Math.Abs(median) is var share && double.IsFinite(share) ? share : null;
        return trend with
        {
            PValue = p,
            IsSignificant = significant,
            Direction = !significant ? TrendDirection.Stable : test.Score > 0 ? TrendDirection.Rising : TrendDirection.Falling,
            Slope = slope.Slope,
            SlopeLower = slope.Lower,
            SlopeUpper = slope.Upper,
            RelativeChange = relative,
        };
    }

    private static MetricTrend WithPattern(MetricTrend trend, TrendAxis axis, int offset, double?[] complete, CancellationToken cancellationToken)
    {
        if (WithoutGaps(complete) is not { } values)
        {
            return trend;
        }

        int[] periods = [.. ForecastOptions.PeriodsFor(axis.Bucket.Width)];
        IReadOnlyList<Seasonality> seasons = Seasonality.Detect(values, periods, Seasonality.DefaultLevel, cancellationToken);
        IReadOnlyList<LevelShift> shifts = LevelShift.Find(values, LeastShift, ChangePoints.DefaultLeastLength, cancellationToken);
        return trend with
        {
            Seasonality = seasons.OrderByDescending(static season => season.Strength).Select(static season => new SeasonalPattern(season.Period, season.Strength, season.PValue)).FirstOrDefault(),
            ChangePoints = [.. shifts.Select(shift => new LevelChange(axis.Starts[shift.Index + offset], shift.Before, shift.After))],
        };
    }

    // What is missing stands at the value before; null where too much is missing.
    private static double[]? WithoutGaps(double?[] values)
    {
        int missing = values.Count(static value => value is null);
        if (values.Length == 0 || missing > MostGaps * values.Length || values.FirstOrDefault(static value => value is not null) is not { } last)
        {
            return null;
        }

        double[] filled = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            filled[i] = last = values[i] ?? last;
        }

        return filled;
    }

    private static TrendForecast Forecast(TrendSeries series, double?[] complete, int horizon, CancellationToken cancellationToken)
    {
        // The period that has not ended is forecast from those before it, and left out of what is shown.
        int skipped = series.Axis.LastIsPartial ? 1 : 0;
        Forecast forecast = Forecaster.Forecast(complete, Options(series, horizon + skipped), cancellationToken);
        if (forecast.InsufficientData)
        {
            skipped = 0;
            forecast = Forecaster.Forecast(series.Values, Options(series, horizon), cancellationToken) with { InsufficientData = true };
        }

        var points = new List<ForecastPoint>(horizon);
        DateTimeOffset start = series.Axis.Starts[^1];
        for (int i = 0; i < horizon; i++)
        {
            start = series.Axis.Bucket.Next(start);
            points.Add(new ForecastPoint(start, forecast.Point[i + skipped], forecast.Lower[i + skipped], forecast.Upper[i + skipped]));
        }

        return new TrendForecast { Points = points, Confidence = Confidence, Method = JsonText.Word(forecast.Method), InsufficientData = forecast.InsufficientData };
    }

    private static ForecastOptions Options(TrendSeries series, int horizon) => new()
    {
        Horizon = horizon,
        Confidence = Confidence,
        Periods = ForecastOptions.PeriodsFor(series.Axis.Bucket.Width),
        NonNegative = series.Values.All(static value => value is null or >= 0),
    };
}
