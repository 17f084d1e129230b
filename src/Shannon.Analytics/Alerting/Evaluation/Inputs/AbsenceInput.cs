using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Alerting.Evaluation.Inputs;

/// <summary>For how many seconds no record of a metric has come, since it was first watched for.</summary>
internal sealed class AbsenceInput(Selector metric, long startedAt) : ValueInput(RecordsOf(metric))
{
    private long _last = startedAt;

    internal override double Read(long now) => (now - _last) / (double)UnixMicros.PerSecond;

    private protected override bool Take(double value, MetricRecord record, long time, long now)
    {
        _last = Math.Max(_last, time);
        return true;
    }
}
