using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Evaluation.Inputs;

/// <summary>For how many seconds no record of a metric has come, since it was first watched for.</summary>
internal sealed class AbsenceInput(Selector metric, long startedAt) : ConditionInput(metric)
{
    private long _last = startedAt;

    internal override double Read(long now) => (now - _last) / (double)UnixMicros.PerSecond;

    private protected override void Take(MetricRecord record, string? measurement, long time, long now)
    {
        if (measurement is null || !double.IsNaN(RecordValues.ValueOf(record, measurement)))
        {
            _last = Math.Max(_last, time);
        }
    }
}
