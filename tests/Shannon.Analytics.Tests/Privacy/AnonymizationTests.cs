using Shannon.Analytics.Collection;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Privacy;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Auditing;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Storage;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Privacy;

public sealed class AnonymizationTests : EngineTests
{
    private static readonly AnonymizationOptions Specified = new() { Fields = ["user_id", "session_context", "prompt_content"], Salt = SomePrivacy.Salt };

    [Theory]
    [InlineData(AnonymizationMethod.Hash)]
    [InlineData(AnonymizationMethod.Redact)]
    [InlineData(AnonymizationMethod.Tokenize)]
    [InlineData(AnonymizationMethod.Truncate)]
    [InlineData(AnonymizationMethod.Generalize)]
    public async Task Configure_AsSpecified_StoresNothingInTheClear(AnonymizationMethod method)
    {
        AnonymizationConfiguration configuration = await Engine.Privacy.ConfigureAnonymizationAsync(Specified with { Method = method }, Token);
        await Engine.TrackMetricAsync(MetricJson.Parse("""{"user_id": "john.doe@example.com", "session_id": "test_session", "prompt_content": "My SSN is 123-45-6789"}"""), Token);

        MetricRecord record = Assert.Single(await Engine.GetRawMetricsAsync(1, Token));
        Assert.DoesNotContain("john.doe@example.com", record.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("123-45-6789", record.ToString(), StringComparison.Ordinal);
        Assert.Equal("test_session", record.SessionId);
        Assert.Equal((1, true, 1, method), (configuration.Version, configuration.HasSalt, configuration.KeyVersion, configuration.Method));
        Assert.DoesNotContain(SomePrivacy.Salt, configuration.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configure_Hash_IsStableForJoinsAndFoundByItsForms()
    {
        await Engine.Privacy.ConfigureAnonymizationAsync(Specified, Token);
        await TrackAsync("ada", "ada", "grace");
        IReadOnlyList<string> forms = await Engine.Privacy.FindFormsAsync("ada", Token);
        IReadOnlyList<MetricRecord> records = await Store.AllAsync();
        Assert.Equal([true, true, false], records.Select(record => forms.Contains(record.UserId!)));
        Assert.Equal("ada", forms[0]);
        Assert.Equal(2, (await Engine.Collector.GetMetricsAsync(new MetricQuery { UserId = records[0].UserId }, Token)).Count);
    }

    [Fact]
    public async Task Configure_OtherSalt_BeginsAKeyVersionAndKeepsTheEarlierFindable()
    {
        await Engine.Privacy.ConfigureAnonymizationAsync(Specified, Token);
        await TrackAsync("ada");
        Assert.Equal(1, (await Engine.Privacy.ConfigureAnonymizationAsync(Specified, Token)).KeyVersion);
        Assert.Equal(2, (await Engine.Privacy.ConfigureAnonymizationAsync(Specified with { Salt = "other" }, Token)).KeyVersion);
        await TrackAsync("ada");
        Assert.Equal(3, (await Engine.Privacy.ConfigureAnonymizationAsync(Specified with { Salt = null }, Token)).KeyVersion);
        await TrackAsync("ada");
        IReadOnlyList<string> forms = await Engine.Privacy.FindFormsAsync("ada", Token);
        string[] users = [.. (await Store.AllAsync()).Select(record => record.UserId!)];
        Assert.Equal(3, users.Distinct().Count());
        Assert.All(users, user => Assert.Contains(user, forms));

        // What comes back in a form of an earlier version stays what it is.
        await TrackAsync(users[0]);
        Assert.Equal(users[0], (await Engine.GetRawMetricsAsync(1, Token))[0].UserId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Merge_CopiesThatKnowEachOtherByAnAlias_AreOneRecordWithoutTheSession(bool byColumns)
    {
        await Engine.Privacy.ConfigureAnonymizationAsync(Specified with { Fields = ["session_id"] }, Token);
        await AppendAsync(Copy("secret-session/request", null, "tokens"));
        await AppendAsync(Copy("secret-session/message", "secret-session/request", "cost"));
        await AppendAsync(Copy("secret-session/message", null, "lines"));

        MetricRecord record = Assert.Single(await Store.AllAsync());
        Assert.Equal(["cost", "lines", "tokens"], record.Measurements.Keys.Order());
        Assert.DoesNotContain("secret-session", record.ToString() + record.Key, StringComparison.Ordinal);

        ValueTask<AppendResult> AppendAsync(RawMetric copy) => byColumns
            ? Store.AppendColumnsAsync(Columns(copy), cancellationToken: Token)
            : Store.AppendBatchAsync([copy], cancellationToken: Token);
    }

    private static ColumnBatch Columns(RawMetric copy) => new()
    {
        Count = 1,
        Category = copy.Category,
        Names = TextValues.Constant(copy.Name),
        Sessions = TextValues.Constant(copy.SessionId!),
        Keys = TextValues.Constant(copy.Key!.Value.Value),
        Aliases = TextValues.Of([copy.Aliases.SingleOrDefault()]),
        Merger = copy.Merger,
        Measurements = [new MeasurementColumn(copy.Measurements.Keys.Single(), new double[] { 1 })],
    };

    private static RawMetric Copy(string key, string? alias, string measurement) => new(MetricCategory.Custom, "build")
    {
        SessionId = "secret-session",
        Timestamp = Some.Time,
        Key = new RecordKey(key),
        Aliases = alias is null ? [] : [alias],
        Merger = new Union(),
        Measurements = new MeasurementSet { [measurement] = 1 },
    };

    [Fact]
    public async Task Restart_ConfigurationStaysAndPseudonymsAreTheSame()
    {
        await Engine.Privacy.ConfigureAnonymizationAsync(Specified, Token);
        await TrackAsync("ada");
        await Engine.DisposeAsync();
        await Store.DisposeAsync();

        SqliteStore store = await Source.OpenAsync();
        await using var engine = new AnalyticsEngine(store);
        await engine.InitializeAsync(Token);
        await engine.TrackMetricAsync(Some.Metric() with { UserId = "ada" }, Token);
        Assert.Single((await store.AllAsync()).Select(record => record.UserId).Distinct());
        Assert.Equal(Specified.Fields, (await engine.Privacy.GetAnonymizationAsync(Token))!.Fields);
    }

    [Fact]
    public async Task Restart_WithoutAnEngine_RefusesRecordsRatherThanStoringThemInTheClear()
    {
        await Engine.Privacy.ConfigureAnonymizationAsync(Specified, Token);
        await Engine.DisposeAsync();
        await Store.DisposeAsync();

        SqliteStore store = await Source.OpenAsync();
        var collector = new MetricsCollector(store);
        await Assert.ThrowsAsync<InvalidOperationException>(() => collector.CollectAsync(Some.Metric(), Token));
        Assert.Throws<InvalidOperationException>(() => collector.TryCollect(Some.Metric()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.AppendColumnsAsync(Some.Columns(new Random(1), 3), null, Token).AsTask());
        await using var engine = new AnalyticsEngine(store);
        await engine.InitializeAsync(Token);
        await collector.CollectAsync(Some.Metric() with { UserId = "ada" }, Token);
        Assert.StartsWith("anon:1:", Assert.Single(await store.AllAsync()).UserId, StringComparison.Ordinal);
        Assert.Equal((6L, 5L, 1L), (store.Health.Ingest.Offered, store.Health.Ingest.Rejected, store.Health.Ingest.Stored));
    }

    [Fact]
    public async Task Restart_WithoutTheKey_FailsAndStoresNothing()
    {
        await Engine.Privacy.ConfigureAnonymizationAsync(Specified, Token);
        await Engine.DisposeAsync();
        await Store.DisposeAsync();
        File.Delete(Source.Path + ".key");

        SqliteStore store = await Source.OpenAsync();
        await using var engine = new AnalyticsEngine(store);
        EncryptionKeyException error = await Assert.ThrowsAsync<EncryptionKeyException>(() => engine.InitializeAsync(Token));
        Assert.Equal(EncryptionKeyProblem.Missing, error.Problem);
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.AppendAsync(Some.Metric(), Token).AsTask());
    }

    [Fact]
    public async Task Configure_ByAnotherProcess_IsObeyedFromTheNextPassOn()
    {
        SqliteStore other = await Source.OpenAsync();
        await using var engine = new AnalyticsEngine(other);
        await engine.InitializeAsync(Token);
        await engine.Privacy.ConfigureAnonymizationAsync(Specified, Token);
        await Engine.RunBackgroundPassAsync(Token);
        await TrackAsync("ada");
        Assert.StartsWith("anon:1:", Assert.Single(await Store.AllAsync()).UserId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configure_Nothing_EndsIt()
    {
        await Engine.Privacy.ConfigureAnonymizationAsync(Specified, Token);
        await Engine.Privacy.ConfigureAnonymizationAsync(new AnonymizationOptions { Salt = SomePrivacy.Salt }, Token);
        await TrackAsync("ada");
        Assert.Equal("ada", Assert.Single(await Store.AllAsync()).UserId);
        await Engine.DisposeAsync();
        await Store.DisposeAsync();
        SqliteStore store = await Source.OpenAsync();
        await store.AppendAsync(Some.Metric(), Token);
    }

    [Fact]
    public async Task Configure_SaltAndKey_AreNotInTheFiles()
    {
        const string LongSalt = "a-salt-that-nothing-else-looks-like";
        await Engine.Privacy.ConfigureAnonymizationAsync(Specified with { Salt = LongSalt }, Token);
        await Engine.DisposeAsync();
        await Store.DisposeAsync();
        Assert.True(Canary.IsNowhere(Path.GetDirectoryName(Source.Path)!, LongSalt));
    }

    [Fact]
    public async Task Configure_InvalidOptions_AreAllNamed()
    {
        InvalidOptionsException error = await Assert.ThrowsAsync<InvalidOptionsException>(() => Engine.Privacy.ConfigureAnonymizationAsync(
            new AnonymizationOptions { Fields = ["", "timestamp", "a..b"], Rules = [new AnonymizationRule("key", AnonymizationMethod.Redact)], Method = (AnonymizationMethod)9, TruncateLength = 0, Scan = (ContentKinds)512, Salt = new string('x', 2_000) }, Token));
        Assert.Equal(8, error.Errors.Count);
        Assert.Null(await Engine.Privacy.GetAnonymizationAsync(Token));
    }

    [Fact]
    public async Task Reveal_Token_GivesTheValueAndIsAudited()
    {
        await Engine.Privacy.ConfigureAnonymizationAsync(Specified with { Method = AnonymizationMethod.Tokenize }, Token);
        string prompt = string.Concat(Enumerable.Repeat("Grüße 😀, ", 6_000));
        await Engine.TrackMetricAsync(new AnalyticsEvent("ask") { UserId = "ada@example.com", Attributes = { ["prompt"] = prompt } }, Token);
        MetricRecord record = Assert.Single(await Store.AllAsync());

        using (AuditContext.Use("officer"))
        {
            Assert.Equal("ada@example.com", await Engine.Privacy.RevealAsync(record.UserId!, "case 17", Token));
        }

        Assert.Equal(prompt, await Engine.Privacy.RevealAsync(record.Attributes["prompt"].Text!, "case 17", Token));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => Engine.Privacy.RevealAsync("grace@example.com", "case 18", Token));

        AuditRecord[] audited = await new AuditLog(Store, Store.TimeProvider).ReadAsync(new AuditFilter { Action = "data_access.reveal" }, Token).ToArrayAsync(Token);
        Assert.Equal(
            [("officer", record.UserId, AuditOutcome.Success), ("system", record.Attributes["prompt"].Text, AuditOutcome.Success), ("system", null, AuditOutcome.Failure)],
            audited.Select(entry => (entry.Entry.Actor, entry.Entry.Target, entry.Entry.Outcome)));
        Assert.DoesNotContain("example.com", string.Concat(audited.Select(entry => entry.ToString())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reveal_AfterRestart_StillKnowsTheToken()
    {
        await Engine.Privacy.ConfigureAnonymizationAsync(Specified with { Method = AnonymizationMethod.Tokenize }, Token);
        Assert.True(Engine.Collector.TryCollect(Some.Metric() with { UserId = "ada" }));
        await Engine.FlushAsync(Token);
        await Engine.DisposeAsync();
        await Store.DisposeAsync();
        SqliteStore store = await Source.OpenAsync();
        await using var engine = new AnalyticsEngine(store);
        await engine.InitializeAsync(Token);
        Assert.Equal("ada", await engine.Privacy.RevealAsync(Assert.Single(await store.AllAsync()).UserId!, "test", Token));
    }

    [Fact]
    public async Task Tokenize_EntryNotStored_RecordIsNotStoredEither()
    {
        await Engine.Privacy.ConfigureAnonymizationAsync(Specified with { Method = AnonymizationMethod.Tokenize }, Token);
        using var stopped = new FailingSettlement(Store.Filters);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Engine.TrackMetricAsync(Some.Metric() with { UserId = "ada" }, Token));
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Store.AppendBatchAsync([Some.Metric(), Some.Metric()], null, Token).AsTask());
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Store.AppendColumnsAsync(Some.Columns(new Random(1), 3), null, Token).AsTask());
        Assert.Empty(await Store.AllAsync());
        Assert.Equal(6, Store.Health.Ingest.Failed);
    }

    private async Task TrackAsync(params string[] users)
    {
        foreach (string user in users)
        {
            await Engine.TrackMetricAsync(Some.Metric() with { UserId = user }, Token);
        }
    }

    private sealed class FailingSettlement : IRecordFilter, IDisposable
    {
        private readonly IDisposable _added;

        internal FailingSettlement(RecordFilters filters) => _added = filters.Add(this);

        public MetricInput Apply(MetricInput metric) => metric;

        public Shannon.Analytics.Metrics.Columns.ColumnBatch Apply(Shannon.Analytics.Metrics.Columns.ColumnBatch batch) => batch;

        public async ValueTask SettleAsync(CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            throw new InvalidTimeZoneException("a filter's own fault");
        }

        public void Dispose() => _added.Dispose();
    }

    private sealed class Union : IRecordMerger
    {
        public RawMetric Merge(RawMetric first, RawMetric second)
        {
            RawMetric merged = first with { };
            foreach (var (name, value) in second.Measurements)
            {
                merged.Measurements[name] = value;
            }

            return merged;
        }

        public bool Covers(long heldRank, long rank) => false;
    }
}
