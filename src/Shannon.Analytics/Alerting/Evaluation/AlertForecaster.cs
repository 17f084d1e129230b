using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Alerting.Conditions;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Internals.Forecasting;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Alerting.Evaluation;

/// <summary>
/// Computes the forecasts that alerts read, group by group, from the daily sums of up to the last 180 whole days: what the coming days, today included, are
/// expected to sum up to. Undefined below two days with data. Days are UTC. If days and groups are too many for one answer, fewer days are looked at.
/// </summary>
internal sealed class AlertForecaster(MetricsAggregator aggregator, TimeProvider time)
{
    private const int MostDays = 180;
    private const int LeastDays = 14;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The forecasts by the keys of the groups; of those with the greatest sums if there are more than an alert keeps apart.</summary>
    internal async Task<IReadOnlyDictionary<string, double>> ForecastAsync(NumberNode.Forecast node, AlertRule rule, CancellationToken cancellationToken)
    {
        var today = new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        FigureTable sums = await ReadDailySumsAsync(node, rule, today, cancellationToken).ConfigureAwait(false);
        var groups = sums.Rows
            .Select(row => (Key: AlertRule.KeyOf(row.Key.Keys), Day: row.Key.BucketStart!.Value, Sum: row.Value[0] ?? 0))
            .GroupBy(row => row.Key, StringComparer.Ordinal)
            .OrderByDescending(group => group.Sum(row => row.Sum))
            .Take(AlertLimits.MaxGroups);
        Dictionary<string, double> forecasts = new(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            DateTimeOffset first = group.Min(row => row.Day);
            double?[] days = new double?[(int)((today - first) / Day)];
            Array.Fill(days, 0);
            foreach (var (_, day, sum) in group)
            {
                days[(int)((day - first) / Day)] = sum;
            }

            if (Forecast(days, node.Horizon, cancellationToken) is { } value)
            {
                forecasts[group.Key] = value;
            }
        }

        return forecasts;
    }

    private async Task<FigureTable> ReadDailySumsAsync(NumberNode.Forecast node, AlertRule rule, DateTimeOffset today, CancellationToken cancellationToken)
    {
        for (int days = MostDays; ; days /= 2)
        {
            var request = new TimeAggregationRequest
            {
                Metrics = [node.Metric],
                Functions = [AggregateFunction.Sum],
                Range = new TimeRange(today - (days * Day), today - TimeSpan.FromMicroseconds(1)),
                Filter = rule.Scope.Filter,
                Precision = QueryPrecision.Approximate,
            };
            try
            {
                return await aggregator.ReadAsync(request, TimeBucket.Day, rule.Keys, qualified: false, static query => query, cancellationToken).ConfigureAwait(false);
            }
            catch (ResultTooLargeException) when (days / 2 >= LeastDays)
            {
                // A million figures are enough; with so many groups, each is looked at for a shorter time.
            }
        }
    }

    private static double? Forecast(double?[] days, TimeSpan horizon, CancellationToken cancellationToken)
    {
        Forecast forecast = Forecaster.Forecast(
            days,
            new ForecastOptions { Horizon = (int)(horizon / Day), Periods = ForecastOptions.PeriodsFor(Day), NonNegative = Array.TrueForAll(days, day => day >= 0) },
            cancellationToken);
        return forecast.InsufficientData || !double.IsFinite(forecast.Point.Sum()) ? null : forecast.Point.Sum();
    }
}
