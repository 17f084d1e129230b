using NSubstitute;
using Shannon.Analytics.Collection;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests;

public class AnalyticsEngineOptionsTests
{
    [Fact]
    public void Defaults_AreThoseOfTheSpecification()
    {
        var options = new AnalyticsEngineOptions();
        Assert.Equal(TimeSpan.FromSeconds(60), options.CollectionInterval);
        Assert.Equal((90, true, 10_000, 500), (options.RetentionDays, options.EnableRealTime, options.BufferSize, options.BatchSize));
        Assert.Equal((false, false, false), (options.CompressionEnabled, options.EncryptionEnabled, options.SampleResources));
        options.Validate();
    }

    [Fact]
    public async Task Validate_SeveralWrong_AreReportedTogether()
    {
        var wrong = new AnalyticsEngineOptions { CollectionInterval = TimeSpan.Zero, RetentionDays = 0, BufferSize = 0, BatchSize = -1, TimeProvider = null! };
        await using var store = new SqliteStore(":memory:");
        InvalidOptionsException error = Assert.Throws<InvalidOptionsException>(() => new AnalyticsEngine(store, wrong));
        Assert.Equal(["CollectionInterval", "RetentionDays", "BufferSize", "BatchSize", "TimeProvider"], error.Errors.Select(line => line.Split(' ')[0]));
        Assert.All(error.Errors, line => Assert.Contains(line, error.Message, StringComparison.Ordinal));
        Assert.Contains("RetentionDays is 0; it must lie between 1 and 36500", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_TheBounds_AreFineAndBeyondIsRefused()
    {
        var options = new AnalyticsEngineOptions();
        (AnalyticsEngineOptions Options, bool Valid)[] cases =
        [
            (options with { CollectionInterval = TimeSpan.FromSeconds(1) }, true), (options with { CollectionInterval = TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1) }, false),
            (options with { CollectionInterval = TimeSpan.FromDays(1) }, true), (options with { CollectionInterval = TimeSpan.FromDays(1) + TimeSpan.FromTicks(1) }, false),
            (options with { RetentionDays = 1 }, true), (options with { RetentionDays = 36_500 }, true), (options with { RetentionDays = 36_501 }, false),
            (options with { BufferSize = 1 }, true), (options with { BufferSize = 10_000_000 }, true), (options with { BufferSize = 10_000_001 }, false),
            (options with { BatchSize = 1 }, true), (options with { BatchSize = 1_000_000 }, true), (options with { BatchSize = 1_000_001 }, false),
        ];
        Assert.All(cases, one => Assert.Equal(one.Valid, Record.Exception(one.Options.Validate) is null));
    }

    [Theory]
    [InlineData(true, false, "CompressionEnabled")]
    [InlineData(false, true, "EncryptionEnabled")]
    public async Task Protection_OverAStoreThatIsNotTheEmbeddedOne_IsRefusedRatherThanIgnored(bool compression, bool encryption, string named)
    {
        var options = new AnalyticsEngineOptions { CompressionEnabled = compression, EncryptionEnabled = encryption };
        var collector = Substitute.For<IMetricsCollector>();
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => new AnalyticsEngine(collector, null, options: options));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        await using var none = new AnalyticsEngine(collector, null, options: new AnalyticsEngineOptions());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Protection_OverAGivenStore_IsTurnedOnThere(bool openBefore)
    {
        await using var store = new SqliteStore(":memory:");
        if (openBefore)
        {
            await store.InitializeAsync(TestContext.Current.CancellationToken);
            await store.AppendAsync(Some.Metric() with { SessionId = "early" }, TestContext.Current.CancellationToken);
        }

        await using var engine = new AnalyticsEngine(store, new AnalyticsEngineOptions { CompressionEnabled = true, EncryptionEnabled = true });
        await engine.InitializeAsync(TestContext.Current.CancellationToken);
        await engine.TrackMetricAsync(Some.Metric() with { SessionId = "early" }, TestContext.Current.CancellationToken);
        StoreDescription description = await store.DescribeAsync(TestContext.Current.CancellationToken);
        Assert.Equal((true, true, 1L), (description.IsCompressed, description.IsEncrypted, description.Sessions));
        Assert.All(await engine.GetRawMetricsAsync(cancellationToken: TestContext.Current.CancellationToken), record => Assert.Equal("early", record.SessionId));
    }
}
