using Shannon.Analytics.Benchmarks.Macro.Rivals;
using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Benchmarks.Macro.Ours;

/// <summary>Durable batches of typed records. The caller owns the records, as Dapper's caller does; everything from the call on is timed.</summary>
internal sealed class CollectBatchIngest : ShannonStore
{
    private readonly MetricColumns _data;
    private readonly List<MetricInput[]> _batches = [];

    public CollectBatchIngest(string folder, MetricColumns data)
        : base(folder)
    {
        _data = data;
        for (int start = 0; start < data.Rows; start += RowTable.BatchRows)
        {
            var batch = new MetricInput[Math.Min(RowTable.BatchRows, data.Rows - start)];
            for (int i = 0; i < batch.Length; i++)
            {
                batch[i] = Record(start + i);
            }

            _batches.Add(batch);
        }
    }

    /// <inheritdoc />
    public override long Operations => _data.Rows;

    /// <inheritdoc />
    public override async ValueTask RunAsync()
    {
        foreach (MetricInput[] batch in _batches)
        {
            await Collector.CollectBatchAsync(batch);
        }
    }

    /// <inheritdoc />
    public override ValueTask<double[]> AnswerAsync() => ReadBackAsync(_data);

    private RawMetric Record(int row)
    {
        var record = new RawMetric(MetricCategory.Custom, _data.Names[row])
        {
            SessionId = _data.Sessions[row],
            Timestamp = new DateTimeOffset((_data.TimesMicros[row] * 10) + DateTime.UnixEpoch.Ticks, TimeSpan.Zero),
        };
        foreach (NamedColumn<double> measurement in _data.Measurements)
        {
            record.Measurements[measurement.Name] = measurement.Values[row];
        }

        foreach (NamedColumn<string> attribute in _data.Attributes)
        {
            record.Attributes[attribute.Name] = attribute.Values[row];
        }

        return record;
    }
}
