using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Alerting.Conditions;
using Shannon.Analytics.Internals.Forecasting;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>
/// Computes the forecasts that alerts read, from the daily sums of up to the last 180 whole days: what the coming days, today included, are expected to
/// sum up to. Undefined below two days with data. Days are UTC.
/// </summary>
internal sealed class AlertForecaster(IMetricsAggregator aggregator, TimeProvider time)
{
    private const int MostDays = 180;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    internal async Task<double?> ForecastAsync(NumberNode.Forecast node, MetricFilter scope, CancellationToken cancellationToken)
    {
        var today = new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        DateTimeOffset start = today - (MostDays * Day);
        TimeAggregation sums = await aggregator.AggregateByTimeAsync(
            new TimeAggregationRequest
            {
                Metrics = [node.Metric],
                Functions = [AggregateFunction.Sum],
                Interval = TimeBucket.Day,
                Range = new TimeRange(start, today - TimeSpan.FromMicroseconds(1)),
                Filter = scope,
                Precision = QueryPrecision.Approximate,
            },
            cancellationToken).ConfigureAwait(false);
        if (sums.Rows.Count == 0)
        {
            return null;
        }

        double?[] days = new double?[(today - sums.Rows[0].Timestamp) / Day is var count ? (int)count : 0];
        Array.Fill(days, 0);
        foreach (TimeAggregationRow row in sums.Rows)
        {
            days[(int)((row.Timestamp - sums.Rows[0].Timestamp) / Day)] = row["sum"] ?? 0;
        }

        Forecast forecast = Forecaster.Forecast(
            days,
            new ForecastOptions { Horizon = (int)(node.Horizon / Day), Periods = ForecastOptions.PeriodsFor(Day), NonNegative = Array.TrueForAll(days, day => day >= 0) },
            cancellationToken);
        return forecast.InsufficientData || !double.IsFinite(forecast.Point.Sum()) ? null : forecast.Point.Sum();
    }
}
