using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Testing.Conformance;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Testing.Conformance;

/// <summary>The suite finds what it is there to find: each check fails over a store that breaks its promise, and holds over the same store without the fault.</summary>
public class ConformanceSuiteTests
{
    public static TheoryData<string> Checks => [.. StoreConformance.CheckNames];

    [Fact]
    public void Faults_EveryCheck_HasOne() => Assert.Equal(StoreConformance.CheckNames, Faults.All.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Run_StoreThatBreaksThePromise_FailsTheCheck(string check)
    {
        await using var subject = new Subject(Faults.All[check]);
        ConformanceException error = await Assert.ThrowsAsync<ConformanceException>(() => subject.RunAsync(check, TestContext.Current.CancellationToken));
        Assert.StartsWith(check + ": ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Run_TheSameStoreWithoutTheFault_HoldsTheCheck(string check)
    {
        await using var subject = new Subject(static store => new FaultyStore(store));
        await subject.RunAsync(check, TestContext.Current.CancellationToken);
    }

    /// <summary>A database in a file, each store over it with the same fault.</summary>
    private sealed class Subject(Func<SqliteStore, IMetricStore> breakIt) : StoreConformance
    {
        private readonly TempFolder _folder = new();
        private readonly List<SqliteStore> _stores = [];

        public override async ValueTask DisposeAsync()
        {
            foreach (SqliteStore store in _stores)
            {
                await store.DisposeAsync();
            }

            _folder.Dispose();
        }

        protected override async Task<IMetricStore> OpenAsync(CancellationToken cancellationToken = default)
        {
            SqliteStore store = await Stores.OpenAsync(_folder.File("store.db"), new SqliteStoreOptions { TimeProvider = TimeProvider });
            _stores.Add(store);
            return breakIt(store);
        }

        protected override Task SettleAsync(IMetricStore store, CancellationToken cancellationToken = default) => ((ForwardingStore)store).Inner.SealAsync(cancellationToken);
    }
}
