using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage;

/// <summary>Random sequences of everything a store can do, compared with a plain model after every few steps.</summary>
public abstract class StoreModelTests : TestsOverStores
{
    private readonly StoreModel _model = new();
    private readonly List<Opened> _open = [];
    private readonly List<(MetricInput Metric, DateTimeOffset Time)>[] _buffered = [[], []];
    private readonly SortedDictionary<int, long> _ids = [];

    private protected StoreModelTests(StoreSource stores)
        : base(stores)
    {
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task AnySequence_ComparedWithThePlainModel_AgreesThroughout(int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < (Stores.IsShared ? 2 : 1); i++)
        {
            _open.Add(new Opened { Store = await Stores.OpenAsync() });
        }

        for (int step = 0; step < 60; step++)
        {
            Stores.Time.Advance(TimeSpan.FromMilliseconds(random.Next(3)));
            await StepAsync(random, random.Next(_open.Count));
            if (random.Next(3) == 0)
            {
                await CompareAsync(random);
            }
        }

        for (int which = 0; which < _open.Count; which++)
        {
            await FlushAsync(which);
            AssertCounts(_open[which]);
        }

        await CompareAsync(random);
        Assert.Equal(_ids.Values.Order(), _ids.Values);
        Assert.Equal(_ids.Count, _ids.Values.Distinct().Count());
        Assert.Equal(_model.Find(MetricQuery.All, _model.Places).Count, (await _open[0].Store.DescribeAsync()).Records);
    }

    private async Task StepAsync(Random random, int which)
    {
        switch (random.Next(15))
        {
            case <= 3:
                await AppendAsync(which, [Input(random)], batch => _open[which].Store.AppendAsync(batch[0]));
                break;
            case <= 5:
                await AppendAsync(which, Some.Make(random.Next(2, 40), _ => Input(random)), batch => _open[which].Store.AppendBatchAsync(batch));
                break;
            case 6:
                await AppendAsync(which, Some.Make(random.Next(257, 600), _ => Input(random)), batch => _open[which].Store.AppendBatchAsync(batch));
                break;
            case 7 or 8:
                ColumnBatch columns = Columns(random);
                await AppendAsync(which, Some.Make(columns.Count, columns.RowAt), _ => _open[which].Store.AppendColumnsAsync(columns));
                break;
            case 9:
                for (int i = random.Next(1, 20); i > 0; i--)
                {
                    MetricInput metric = Input(random);
                    Assert.True(_open[which].Store.Intake.TryAdd(metric));
                    _buffered[which].Add((metric, metric.Timestamp ?? Stores.Time.GetUtcNow()));
                    _open[which].Offered++;
                }

                break;
            case 10:
                await FlushAsync(which);
                break;
            case 11 or 12:
                // Changes nothing that a query can see.
                await ((SqliteStore)_open[which].Store).SealAsync();
                break;
            case 13:
                await DeleteAsync(random, which);
                break;
            default:
                await ReopenAsync(which);
                break;
        }
    }

    private async Task AppendAsync(int which, MetricInput[] batch, Func<MetricInput[], ValueTask<AppendResult>> append)
    {
        AppendResult actual = await append(batch);
        AppendResult expected = _model.Append([.. batch.Select(metric => (metric, metric.Timestamp ?? Stores.Time.GetUtcNow()))]);
        Assert.Equal(expected, actual);
        _open[which].Note(expected);
        _open[which].Offered += batch.Length;
    }

    private async Task DeleteAsync(Random random, int which)
    {
        MetricQuery query = Query(random);
        var delete = new DeleteQuery
        {
            SessionId = query.SessionId,
            UserId = query.UserId,
            Project = query.Project,
            Model = query.Model,
            Category = query.Category,
            Selector = query.Selector,
            Range = query.Range,
            Attributes = query.Attributes,
        };
        if (!delete.IsEverything)
        {
            Assert.Equal(_model.Delete(query), (await _open[which].Store.DeleteAsync(delete)).Records);
        }
    }

    private async Task FlushAsync(int which)
    {
        await _open[which].Store.FlushAsync();
        if (_buffered[which].Count > 0)
        {
            _open[which].Note(_model.Append(_buffered[which]));
            _buffered[which].Clear();
        }
    }

    private async Task ReopenAsync(int which)
    {
        if (!Stores.IsShared)
        {
            return;
        }

        // Closing stores what is still buffered.
        await _open[which].Store.DisposeAsync();
        _open[which].Note(_buffered[which].Count > 0 ? _model.Append(_buffered[which]) : default);
        _buffered[which].Clear();
        AssertCounts(_open[which]);
        _open[which] = new Opened { Store = await Stores.OpenAsync() };
    }

    private async Task CompareAsync(Random random)
    {
        for (int i = 0; i < 3; i++)
        {
            MetricQuery query = Query(random);
            int which = random.Next(_open.Count);
            int pageSize = Some.OneOf<int>(random, 1, 50, 500, 100_000);
            int places = _model.Places;
            StoreModel.Row? last = null;
            RecordCursor? after = null;
            for (int page = 0; page < 6; page++)
            {
                RecordPage read = await _open[which].Store.ReadPageAsync(query with { After = after }, pageSize);
                List<StoreModel.Row> left = [.. _model.Find(query, places).SkipWhile(row => last is not null && !IsBehind(query, row, last))];
                Assert.Equal(Math.Min(pageSize, left.Count), read.Records.Count);
                for (int record = 0; record < read.Records.Count; record++)
                {
                    _model.AssertSame(left[record], read.Records[record]);
                }

                Assert.All(read.Records.Zip(left), pair => NoteId(pair.First.Id, pair.Second));
                if (read.Next is null)
                {
                    Assert.Equal(read.Records.Count, left.Count);
                    break;
                }

                last = left[read.Records.Count - 1];
                after = read.Next;

                // Paging goes on in the state of the first page, whatever is written meanwhile.
                if (random.Next(2) == 0)
                {
                    await AppendAsync(which, Some.Make(random.Next(1, 30), _ => Input(random)), batch => _open[which].Store.AppendBatchAsync(batch));
                }
            }
        }
    }

    private static bool IsBehind(MetricQuery query, StoreModel.Row row, StoreModel.Row last)
    {
        int order = (row.Time, row.Place).CompareTo((last.Time, last.Place));
        return query.Order == RecordOrder.Ascending ? order > 0 : order < 0;
    }

    // An id belongs to one place for ever.
    private void NoteId(long id, StoreModel.Row row)
    {
        if (_ids.TryGetValue(row.Place, out long known))
        {
            Assert.Equal(known, id);
            return;
        }

        _ids.Add(row.Place, id);
    }

    private static void AssertCounts(Opened open)
    {
        IngestCounts counts = open.Store.AssertClosed();
        Assert.Equal((open.Offered, open.Stored, open.Replaced, open.Duplicates), (counts.Offered, counts.Stored, counts.Replaced, counts.Duplicates));
    }

    private static MetricInput Input(Random random)
    {
        MetricInput metric = Some.Input(random);
        metric = random.Next(8) == 0 ? metric with { Timestamp = null } : metric;
        return random.Next(4) > 0
            ? metric
            : metric with { Key = new RecordKey("key" + random.Next(60), random.Next(1000)) };
    }

    private static ColumnBatch Columns(Random random)
    {
        ColumnBatch batch = Some.Columns(random, random.Next(1, 200));
        return random.Next(2) == 0
            ? batch
            : batch with
            {
                Keys = TextValues.Of(Some.Make(batch.Count, _ => random.Next(3) == 0 ? "key" + random.Next(60) : null)),
                KeyRanks = Some.Make(batch.Count, _ => (long)random.Next(1000)),
            };
    }

    private static MetricQuery Query(Random random)
    {
        T? Rarely<T>(Func<T> value) => random.Next(5) == 0 ? value() : default;
        DateTimeOffset one = Some.TimeNear(random);
        DateTimeOffset other = Some.TimeNear(random);
        return new MetricQuery
        {
            SessionId = Rarely(() => Some.OneOf<string>(random, "s1", "s2", "nobody")),
            UserId = Rarely(() => Some.OneOf<string>(random, "ada", "grace", "nobody")),
            Project = Rarely(() => Some.OneOf<string>(random, "/src/one", "/src/two")),
            Model = Rarely(() => Some.OneOf<string>(random, "opus", "sonnet")),
            Category = random.Next(6) == 0 ? (MetricCategory)random.Next(1, 10) : null,
            Selector = Rarely(() => Some.OneOf<string>(random, "all", "build", "token", "\"my.metric\"", "token.prompt_tokens", "response_time.value", "custom", "absent")) is { } selector ? Selector.Parse(selector) : null,
            Range = random.Next(3) > 0 ? default : new TimeRange(one < other ? one : other, random.Next(3) == 0 ? null : one < other ? other : one),
            Attributes = Rarely(() => new AttributeSet { ["attribute_" + Some.OneOf<string>(random, "value", "a", "language")] = Some.OneOf<AttributeValue>(random, "python", true, 5, "") }),
            Order = (RecordOrder)random.Next(2),
        };
    }

    private sealed class Opened
    {
        public required IMetricStore Store { get; init; }

        public long Offered { get; set; }

        public long Stored { get; private set; }

        public long Replaced { get; private set; }

        public long Duplicates { get; private set; }

        public void Note(AppendResult result)
        {
            Stored += result.Stored;
            Replaced += result.Replaced;
            Duplicates += result.Duplicates;
        }
    }
}
