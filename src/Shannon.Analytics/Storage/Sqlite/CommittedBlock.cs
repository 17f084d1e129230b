using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>The rows of a committed block as records, read from the columns that were written.</summary>
internal sealed class CommittedBlock(PreparedBlock block, bool isHistory) : CommittedRecords(block.Builder.Count, isHistory)
{
    private protected override MetricRecord Make(int index)
    {
        int code = block.Builder.SessionCodeAt(index);
        SessionRow? session = code < 0 ? null : block.Sessions[code];
        var (category, name) = block.Builder.NameAt(index);
        return new MetricRecord
        {
            Id = FindId(index),
            Timestamp = UnixMicros.ToTime(block.Builder.TimeAt(index)),
            Category = category,
            Name = name,
            SessionId = code < 0 ? null : block.Builder.Sessions[code],
            UserId = block.Builder.UserAt(index) ?? session?.User,
            Project = block.Builder.ProjectAt(index) ?? session?.Project,
            Model = block.Builder.ModelAt(index) ?? session?.Model,
            Measurements = block.Builder.MeasurementsAt(index),
            Attributes = block.Builder.AttributesAt(index),
            Cost = block.Builder.CostAt(index),
            Key = block.Builder.KeyAt(index),
        };
    }

    private protected override long FindId(int index) => block.FirstId + index;

    private protected override (MetricCategory Category, string Name) FindMetric(int index)
    {
        var (category, name) = block.Builder.NameAt(index);
        return (category, name);
    }

    private protected override long? FindReplaced(int index) => block.Replaces is { } replaces && replaces[index] > 0 ? replaces[index] : null;

    private protected override IReadOnlyList<long> FindAlsoReplaced(int index) => block.AlsoReplaces?.GetValueOrDefault(index) ?? [];

    private protected override long FindTime(int index) => block.Builder.TimeAt(index);

    private protected override string? FindSession(int index) => block.Builder.SessionCodeAt(index) is >= 0 and var code ? block.Builder.Sessions[code] : null;

    private protected override double? FindNumber(int index, string measurement) =>
        block.Builder.MeasurementAt(index, measurement) ?? (measurement == FieldNames.Cost ? (double?)block.Builder.CostAt(index) : null);

    private protected override AttributeValue FindAttribute(int index, string name) => block.Builder.AttributeAt(index, name);
}
