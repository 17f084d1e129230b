using Shannon.Analytics.Storage;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage;

/// <summary>What every state store does; each kind of store runs it.</summary>
public abstract class StateStoreTests : TestsOverStores
{
    private protected StateStoreTests(StoreSource stores)
        : base(stores)
    {
    }

    [Fact]
    public async Task Documents_WrittenChangedDeleted_CarryVersions()
    {
        IStateStore state = await Stores.OpenAsync();
        Assert.Null(await state.GetStateAsync("alert", "a"));
        Assert.True(await state.ApplyAsync([StateChange.Put("alert", "a", "one", expectedVersion: 0)]));
        Assert.Equal(new StateEntry("alert", "a", 1, "one", Some.Time), await state.GetStateAsync("alert", "a"));
        Stores.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await state.ApplyAsync([StateChange.Put("alert", "a", "two", expectedVersion: 1)]));
        Assert.Equal(new StateEntry("alert", "a", 2, "two", Some.Time.AddSeconds(1)), await state.GetStateAsync("alert", "a"));
        Assert.True(await state.ApplyAsync([StateChange.Put("alert", "a", "three")]));
        Assert.True(await state.ApplyAsync([StateChange.Delete("alert", "a", expectedVersion: 3)]));
        Assert.Null(await state.GetStateAsync("alert", "a"));
        Assert.True(await state.ApplyAsync([StateChange.Delete("alert", "a")]));
        Assert.True(await state.ApplyAsync([StateChange.Put("alert", "a", "again", expectedVersion: 0)]));
        Assert.Equal(1, (await state.GetStateAsync("alert", "a"))!.Version);
    }

    [Fact]
    public async Task Apply_OneVersionIsWrong_ChangesNothing()
    {
        IStateStore state = await Stores.OpenAsync();
        await state.ApplyAsync([StateChange.Put("k", "a", "old")]);
        StateChange[][] refused =
        [
            [StateChange.Put("k", "b", "new"), StateChange.Append("log", "x"), StateChange.Put("k", "a", "new", expectedVersion: 0)],
            [StateChange.Put("k", "a", "new", expectedVersion: 2), StateChange.Put("k", "b", "new")],
            [StateChange.Delete("k", "a"), StateChange.Delete("k", "b", expectedVersion: 1)],
        ];
        foreach (StateChange[] changes in refused)
        {
            Assert.False(await state.ApplyAsync(changes));
            Assert.Equal(["old"], (await state.ListStateAsync("k")).Select(entry => entry.Value));
            Assert.Empty(await state.ReadLogAsync("log", 0, 10));
        }
    }

    [Fact]
    public async Task List_IsOrderedByIdWithinTheKind()
    {
        IStateStore state = await Stores.OpenAsync();
        await state.ApplyAsync([StateChange.Put("k", "b", "2"), StateChange.Put("other", "a", "x"), StateChange.Put("k", "a", "1"), StateChange.Put("k", "Z", "0"), StateChange.Put("k", "é😀", "3")]);
        Assert.Equal(["Z", "a", "b", "é😀"], (await state.ListStateAsync("k")).Select(entry => entry.Id));
        Assert.Empty(await state.ListStateAsync("none"));
    }

    [Fact]
    public async Task Logs_AppendReadTrim_IdsRiseOverAllLogsAndAreNeverReused()
    {
        IStateStore state = await Stores.OpenAsync();
        await state.ApplyAsync([StateChange.Append("audit", "a1"), StateChange.Append("outbox", "o1"), StateChange.Append("audit", "a2")]);
        IReadOnlyList<StateLogEntry> audit = await state.ReadLogAsync("audit", 0, 10);
        Assert.Equal([(1L, "a1"), (3, "a2")], audit.Select(entry => (entry.Id, entry.Value)));
        Assert.Equal(Some.Time, audit[0].At);
        Assert.Equal(["a2"], (await state.ReadLogAsync("audit", 1, 10)).Select(entry => entry.Value));
        Assert.Equal(["a1"], (await state.ReadLogAsync("audit", 0, 1)).Select(entry => entry.Value));
        await state.ApplyAsync([StateChange.Trim("audit", 3)]);
        Assert.Empty(await state.ReadLogAsync("audit", 0, 10));
        Assert.Single(await state.ReadLogAsync("outbox", 0, 10));
        await state.ApplyAsync([StateChange.Append("audit", "a3")]);
        Assert.Equal(4, Assert.Single(await state.ReadLogAsync("audit", 0, 10)).Id);
    }

    [Fact]
    public async Task Apply_ConcurrentIncrements_NoneIsLost()
    {
        IStateStore state = await Stores.OpenAsync();
        IStateStore second = Stores.IsShared ? await Stores.OpenAsync() : state;
        await state.ApplyAsync([StateChange.Put("counter", "c", "0")]);
        async Task Increment(IStateStore store)
        {
            for (int done = 0; done < 10;)
            {
                StateEntry entry = (await store.GetStateAsync("counter", "c"))!;
                done += await store.ApplyAsync([StateChange.Put("counter", "c", $"{int.Parse(entry.Value, System.Globalization.CultureInfo.InvariantCulture) + 1}", entry.Version)]) ? 1 : 0;
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => Increment(i % 2 == 0 ? state : second))));
        Assert.Equal(("60", 61), ((await second.GetStateAsync("counter", "c"))!.Value, (await state.GetStateAsync("counter", "c"))!.Version));
    }

    [Fact]
    public async Task Lease_WhileHeld_IsRefusedToOthersAndRenewedForItsOwner()
    {
        IStateStore state = await Stores.OpenAsync();
        IStateStore second = Stores.IsShared ? await Stores.OpenAsync() : state;
        StateLease first = (await state.TryAcquireLeaseAsync("job", "one", TimeSpan.FromSeconds(10)))!;
        Assert.Equal(new StateLease("job", "one", 1, Some.Time.AddSeconds(10)), first);
        Assert.Null(await second.TryAcquireLeaseAsync("job", "two", TimeSpan.FromSeconds(10)));
        Assert.NotNull(await second.TryAcquireLeaseAsync("another job", "two", TimeSpan.FromSeconds(10)));

        Stores.Time.Advance(TimeSpan.FromSeconds(9));
        StateLease renewed = (await state.TryAcquireLeaseAsync("job", "one", TimeSpan.FromSeconds(10)))!;
        Assert.Equal(new StateLease("job", "one", 1, Some.Time.AddSeconds(19)), renewed);
        Stores.Time.Advance(TimeSpan.FromSeconds(9.999));
        Assert.Null(await second.TryAcquireLeaseAsync("job", "two", TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Lease_Expired_GoesToTheNextUnderAHigherEpoch()
    {
        IStateStore state = await Stores.OpenAsync();
        IStateStore second = Stores.IsShared ? await Stores.OpenAsync() : state;
        StateLease first = (await state.TryAcquireLeaseAsync("job", "one", TimeSpan.FromSeconds(10)))!;
        Stores.Time.Advance(TimeSpan.FromSeconds(10));
        StateLease taken = (await second.TryAcquireLeaseAsync("job", "two", TimeSpan.FromSeconds(10)))!;
        Assert.Equal(2, taken.Epoch);
        Assert.Null(await state.TryAcquireLeaseAsync("job", "one", TimeSpan.FromSeconds(10)));

        // A slow holder that gives back what it lost takes nothing from the next.
        await state.ReleaseLeaseAsync(first);
        Assert.Null(await state.TryAcquireLeaseAsync("job", "three", TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Lease_Released_IsFreeAtOnceAndItsEpochGoesOn()
    {
        IStateStore state = await Stores.OpenAsync();
        StateLease first = (await state.TryAcquireLeaseAsync("job", "one", TimeSpan.FromHours(1)))!;
        await state.ReleaseLeaseAsync(first);
        StateLease next = (await state.TryAcquireLeaseAsync("job", "two", TimeSpan.FromHours(1)))!;
        Assert.Equal(2, next.Epoch);
        await state.ReleaseLeaseAsync(next);
        await state.ReleaseLeaseAsync(next);
        Assert.Equal(3, (await state.TryAcquireLeaseAsync("job", "one", TimeSpan.FromHours(1)))!.Epoch);
    }

    [Fact]
    public async Task Lease_ManyAskAtOnce_OneGetsIt()
    {
        IStateStore state = await Stores.OpenAsync();
        IStateStore second = Stores.IsShared ? await Stores.OpenAsync() : state;
        StateLease?[] leases = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? state : second).TryAcquireLeaseAsync("job", "owner" + i, TimeSpan.FromMinutes(1))));
        Assert.Single(leases, lease => lease is not null);
    }

    [Fact]
    public async Task WrongArguments_Throw()
    {
        IStateStore state = await Stores.OpenAsync();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => state.TryAcquireLeaseAsync("job", "one", TimeSpan.Zero));
        await Assert.ThrowsAsync<ArgumentException>(() => state.TryAcquireLeaseAsync(string.Empty, "one", TimeSpan.FromSeconds(1)));
        await Assert.ThrowsAsync<ArgumentException>(() => state.GetStateAsync(string.Empty, "i"));
        await Assert.ThrowsAsync<ArgumentException>(() => state.ListStateAsync(string.Empty));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => state.ReadLogAsync("log", 0, 0));
        await Assert.ThrowsAsync<ArgumentNullException>(() => state.ApplyAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => state.ReleaseLeaseAsync(null!));
        Assert.Throws<ArgumentException>(() => StateChange.Put("k", string.Empty, "v"));
        Assert.Throws<ArgumentNullException>(() => StateChange.Put("k", "i", null!));
        Assert.Throws<ArgumentException>(() => StateChange.Append(string.Empty, "v"));
        Assert.True(await state.ApplyAsync([]));
    }

    [Fact]
    public async Task Values_AnyText_ComeBackAsTheyWere()
    {
        IStateStore state = await Stores.OpenAsync();
        string[] values = ["", "plain", "é漢😀", "line\nbreak", "nul\0inside", new string('x', 1_000_000)];
        await state.ApplyAsync([.. values.Select((value, i) => StateChange.Put("k", $"{i}", value)), .. values.Select(value => StateChange.Append("log", value))]);
        Assert.Equal(values, (await state.ListStateAsync("k")).Select(entry => entry.Value));
        Assert.Equal(values, (await state.ReadLogAsync("log", 0, 100)).Select(entry => entry.Value));
    }

    [Fact]
    public async Task Apply_HalfASurrogatePair_IsRefusedRatherThanChanged()
    {
        IStateStore state = await Stores.OpenAsync();
        Assert.Throws<ArgumentException>(() => StateChange.Put("k", "i", "\uD800"));
        Assert.Throws<ArgumentException>(() => StateChange.Put("k", "\uDC00", "v"));
        Assert.Throws<ArgumentException>(() => StateChange.Append("log", "x\uD800y"));
        Assert.Empty(await state.ListStateAsync("k"));
    }
}
