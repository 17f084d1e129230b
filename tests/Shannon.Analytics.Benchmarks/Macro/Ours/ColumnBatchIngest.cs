using Shannon.Analytics.Benchmarks.Macro.Rivals;
using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Ours;

/// <summary>Durable batches of columns. The caller owns its columns of plain strings; everything from the call on is timed.</summary>
internal class ColumnBatchIngest : ShannonStore
{
    private readonly MetricColumns _data;
    private readonly List<ColumnBatch> _batches = [];

    public ColumnBatchIngest(string folder, MetricColumns data, SqliteStoreOptions? options = null)
        : base(folder, options)
    {
        _data = data;
        for (int start = 0; start < data.Rows; start += RowTable.BatchRows)
        {
            Range range = start..Math.Min(start + RowTable.BatchRows, data.Rows);
            _batches.Add(new ColumnBatch
            {
                Count = range.End.Value - start,
                Category = MetricCategory.Custom,
                Names = TextValues.Of(data.Names[range]),
                Sessions = TextValues.Of(data.Sessions[range]),
                TimestampsMicros = data.TimesMicros[range],
                Measurements = [.. data.Measurements.Select(m => new MeasurementColumn(m.Name, m.Values[range]))],
                Attributes = [.. data.Attributes.Select(a => AttributeColumn.OfText(a.Name, TextValues.Of(a.Values[range])))],
            });
        }
    }

    /// <inheritdoc />
    public override long Operations => _data.Rows;

    /// <inheritdoc />
    public override async ValueTask RunAsync()
    {
        foreach (ColumnBatch batch in _batches)
        {
            await Collector.CollectColumnsAsync(batch);
        }
    }

    /// <inheritdoc />
    public override ValueTask<double[]> AnswerAsync() => ReadBackAsync(_data);
}
