using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Figures;

/// <summary>Reads every record of tokens or cost once, ordered by time.</summary>
internal static class UsageScanner
{
    private static readonly string[] Measurements =
    [
        FieldNames.PromptTokens, FieldNames.CompletionTokens, FieldNames.CacheReadTokens, FieldNames.CacheCreationTokens, FieldNames.CacheCreation5mTokens,
        FieldNames.CacheCreation1hTokens, FieldNames.TotalTokens, FieldNames.Tokens, FieldNames.WebSearchRequests,
    ];

    private static readonly string[] Attributes =
    [
        FieldNames.CostSource, FieldNames.PriceVersion, FieldNames.Speed, FieldNames.InferenceGeo, FieldNames.GitBranch, FieldNames.AgentId, FieldNames.ToolName, FieldNames.MessageId,
    ];

    /// <summary>Hands out each record in turn.</summary>
    /// <param name="store">The store.</param>
    /// <param name="filter">Only these records.</param>
    /// <param name="range">Only this range of time.</param>
    /// <param name="take">Receives the record; the object is used again for the next one.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    internal static Task ScanAsync(IMetricStore store, MetricFilter filter, TimeRange range, Action<UsageRow> take, CancellationToken cancellationToken) =>
        ScanAsync(store, filter, range, [], take, cancellationToken);

    /// <summary>Hands out each record in turn, with its values of some keys.</summary>
    /// <param name="store">The store.</param>
    /// <param name="filter">Only these records.</param>
    /// <param name="range">Only this range of time.</param>
    /// <param name="keys">What <see cref="UsageRow.Keys"/> holds.</param>
    /// <param name="take">Receives the record; the object is used again for the next one.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    internal static async Task ScanAsync(IMetricStore store, MetricFilter filter, TimeRange range, IReadOnlyList<GroupKey> keys, Action<UsageRow> take, CancellationToken cancellationToken)
    {
        var query = filter.Apply(new ScanQuery
        {
            Selector = Selector.Of(FieldNames.TokenUsage),
            OrSelectors = [Selector.Of(FieldNames.PromptExecution), Selector.AllCosts],
            Range = range,
            MeasurementNames = Measurements,
            AttributeNames = [.. Attributes.Concat(keys.Select(static key => key.AttributeName).OfType<string>()).Distinct(StringComparer.Ordinal)],
        });
        var row = new UsageRow { Keys = new string?[keys.Count] };
        await foreach (ScanBatch batch in store.ScanAsync(query, cancellationToken).ConfigureAwait(false))
        {
            var columns = new Columns(batch, keys);
            for (int i = 0; i < batch.Count; i++)
            {
                columns.Read(i, row);
                if (row.IsUsage || row.Cost is not null)
                {
                    take(row);
                }
            }
        }
    }

    private readonly struct Columns
    {
        private readonly ScanBatch _batch;
        private readonly MeasurementColumn?[] _numbers;
        private readonly AttributeColumn?[] _texts;
        private readonly IReadOnlyList<GroupKey> _keys;

        internal Columns(ScanBatch batch, IReadOnlyList<GroupKey> keys)
        {
            _batch = batch;
            _keys = keys;
            _numbers = Array.ConvertAll(Measurements, name => batch.Measurements.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.Ordinal)));
            _texts = Array.ConvertAll(Attributes, name => batch.Attributes.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.Ordinal)));
        }

        internal void Read(int i, UsageRow row)
        {
            row.Micros = _batch.TimestampsMicros.Span[i];
            row.Session = _batch.Sessions?.At(i);
            row.User = _batch.Users?.At(i);
            row.Project = _batch.Projects?.At(i);
            row.Model = _batch.Models?.At(i);
            row.Cost = _batch.Costs.IsEmpty ? null : _batch.Costs.Span[i];
            row.CostIsComputed = Text(0, i) is FieldNames.CostComputed;
            row.PriceVersion = Text(1, i);
            row.Speed = Text(2, i);
            row.InferenceGeo = Text(3, i);
            row.Branch = Text(4, i);
            row.Agent = Text(5, i);
            row.Tool = Text(6, i);
            row.Message = Text(7, i);
            for (int key = 0; key < _keys.Count; key++)
            {
                row.Keys[key] = KeyOf(_keys[key], i, row);
            }

            ReadTokens(i, row);
        }

        private string? KeyOf(GroupKey key, int i, UsageRow row) => key.Kind switch
        {
            GroupKeyKind.Session => row.Session,
            GroupKeyKind.User => row.User,
            GroupKeyKind.Project => row.Project,
            GroupKeyKind.Model => row.Model,
            GroupKeyKind.Name => _batch.Names.At(i),
            GroupKeyKind.Category => _batch.Categories.Span[i].ToWord(),
            _ => _batch.Attributes.FirstOrDefault(column => string.Equals(column.Name, key.AttributeName, StringComparison.Ordinal))?.At(i) is { Kind: not AttributeKind.None } value ? value.ToString() : null,
        };

        private void ReadTokens(int i, UsageRow row)
        {
            bool isEvent = string.Equals(_batch.Names.At(i), FieldNames.PromptExecution, StringComparison.Ordinal);
            bool isUsage = isEvent || string.Equals(_batch.Names.At(i), FieldNames.TokenUsage, StringComparison.Ordinal);
            double? total = isUsage ? Number(isEvent ? 7 : 6, i) : null;
            row.IsUsage = total is not null;
            row.TotalTokens = (long)(total ?? 0);
            if (!isUsage || isEvent)
            {
                row.Tokens = default;
                return;
            }

            // Where the source does not say how long writes are kept, they are the API's default of five minutes.
            double hour = Number(5, i) ?? 0;
            double minutes = Number(4, i) ?? Math.Max(0, (Number(3, i) ?? 0) - hour);
            row.Tokens = new TokenCounts
            {
                Input = Count(Number(0, i)),
                Output = Count(Number(1, i)),
                CacheRead = Count(Number(2, i)),
                CacheWrite5m = Count(minutes),
                CacheWrite1h = Count(hour),
                WebSearchRequests = Count(Number(8, i)),
            };
        }

        private double? Number(int column, int i) =>
            _numbers[column] is { } numbers && (numbers.Present.IsEmpty || numbers.Present.Span[i]) ? numbers.Values.Span[i] : null;

        private string? Text(int column, int i) => _texts[column]?.At(i).Text;

        private static long Count(double? value) => value is > 0 and < long.MaxValue ? (long)value : 0;
    }
}
