using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Testing.Conformance;

/// <summary>Leases: one holder at a time, rising epochs.</summary>
internal static class LeaseChecks
{
    internal static IReadOnlyDictionary<string, Func<StoreConformance, Task>> All { get; } = new Dictionary<string, Func<StoreConformance, Task>>(StringComparer.Ordinal)
    {
        ["leases.one_holder_until_it_expires"] = OneHolderAsync,
        ["leases.released_ones_are_free"] = ReleasedAsync,
        ["leases.of_many_one_gets_it"] = ManyAsync,
    };

    private static async Task<IStateStore> OpenAsync(StoreConformance subject) =>
        subject.StateOf(await subject.OpenAsync().ConfigureAwait(false));

    private static async Task OneHolderAsync(StoreConformance subject)
    {
        IStateStore state = await OpenAsync(subject).ConfigureAwait(false);
        IStateStore other = subject.SharesDatabase ? await OpenAsync(subject).ConfigureAwait(false) : state;
        TimeSpan duration = TimeSpan.FromSeconds(10);
        StateLease held = (await state.TryAcquireLeaseAsync("job", "one", duration).ConfigureAwait(false))!;
        Verify.Equal(subject.Clock.Now + duration, held.ExpiresAt, "End of the lease");
        Verify.Equal(null, await other.TryAcquireLeaseAsync("job", "two", duration).ConfigureAwait(false), "A lease that another holds");
        subject.Clock.Advance(TimeSpan.FromSeconds(9));
        Verify.Equal(held.Epoch, (await state.TryAcquireLeaseAsync("job", "one", duration).ConfigureAwait(false))!.Epoch, "Epoch of a renewed lease");
        subject.Clock.Advance(duration);
        StateLease taken = (await other.TryAcquireLeaseAsync("job", "two", duration).ConfigureAwait(false))!;
        Verify.That(taken.Epoch > held.Epoch, "An expired lease goes to the next under a higher epoch.");
        await state.ReleaseLeaseAsync(held).ConfigureAwait(false);
        Verify.Equal(null, await state.TryAcquireLeaseAsync("job", "three", duration).ConfigureAwait(false), "A lease after its former holder gave it back");
    }

    private static async Task ReleasedAsync(StoreConformance subject)
    {
        IStateStore state = await OpenAsync(subject).ConfigureAwait(false);
        StateLease held = (await state.TryAcquireLeaseAsync("job", "one", TimeSpan.FromHours(1)).ConfigureAwait(false))!;
        await state.ReleaseLeaseAsync(held).ConfigureAwait(false);
        StateLease next = (await state.TryAcquireLeaseAsync("job", "two", TimeSpan.FromHours(1)).ConfigureAwait(false))!;
        Verify.That(next.Epoch > held.Epoch, "A released lease is free at once, under a higher epoch.");
    }

    private static async Task ManyAsync(StoreConformance subject)
    {
        IStateStore state = await OpenAsync(subject).ConfigureAwait(false);
        IStateStore other = subject.SharesDatabase ? await OpenAsync(subject).ConfigureAwait(false) : state;
        StateLease?[] leases = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            (i % 2 == 0 ? state : other).TryAcquireLeaseAsync("job", "owner" + i, TimeSpan.FromMinutes(1)))).ConfigureAwait(false);
        Verify.Equal(1, leases.Count(lease => lease is not null), "Holders");
    }
}
