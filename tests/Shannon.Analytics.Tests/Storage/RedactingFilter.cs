using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Tests.Storage;

/// <summary>Replaces a secret wherever a user or a text attribute is just that.</summary>
internal sealed class RedactingFilter(string secret) : IRecordFilter
{
    public string Replacement { get; init; } = "[REDACTED]";

    public bool Fails { get; init; }

    public bool Truncates { get; init; }

    public MetricInput Apply(MetricInput metric)
    {
        MetricInput clean = metric with { UserId = Clean(metric.UserId) };
        foreach (var (name, value) in metric.Attributes)
        {
            clean.Attributes[name] = value.Kind == AttributeKind.Text ? Clean(value.Text) : value;
        }

        return clean;
    }

    public ColumnBatch Apply(ColumnBatch batch) => batch with
    {
        Count = Truncates ? batch.Count - 1 : batch.Count,
        Measurements = Truncates ? [] : batch.Measurements,
        Users = batch.Users is { } users ? TextValues.Of(Each(batch.Count, users.At)) : null,
        Attributes = [.. batch.Attributes.Select(column => AttributeColumn.OfValues(
            column.Name,
            Support.Some.Make(batch.Count, row => column.At(row) is { Kind: AttributeKind.Text } value ? Clean(value.Text) : column.At(row))))],
    };

    private string?[] Each(int count, Func<int, string?> value) => Support.Some.Make(count, row => Clean(value(row)));

    private string? Clean(string? text) => text != secret ? text : Fails ? throw new InvalidTimeZoneException("a filter's own fault") : Replacement;
}
