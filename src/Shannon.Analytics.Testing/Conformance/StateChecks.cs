using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Testing.Conformance;

/// <summary>Documents with versions, and logs.</summary>
internal static class StateChecks
{
    internal static IReadOnlyDictionary<string, Func<StoreConformance, Task>> All { get; } = new Dictionary<string, Func<StoreConformance, Task>>(StringComparer.Ordinal)
    {
        ["state.documents_carry_versions"] = VersionsAsync,
        ["state.one_wrong_version_changes_nothing"] = WrongVersionAsync,
        ["state.lists_are_ordered"] = ListsAsync,
        ["state.logs_rise_and_are_trimmed"] = LogsAsync,
        ["state.concurrent_changes_lose_nothing"] = ConcurrentAsync,
    };

    private static async Task<IStateStore> OpenAsync(StoreConformance subject) =>
        subject.StateOf(await subject.OpenAsync().ConfigureAwait(false));

    private static async Task VersionsAsync(StoreConformance subject)
    {
        IStateStore state = await OpenAsync(subject).ConfigureAwait(false);
        Verify.Equal(null, await state.GetStateAsync("kind", "a").ConfigureAwait(false), "An absent document");
        Verify.That(await state.ApplyAsync([StateChange.Put("kind", "a", "one", expectedVersion: 0)]).ConfigureAwait(false), "A document that must not exist is created.");
        subject.Clock.Advance(TimeSpan.FromSeconds(1));
        Verify.That(await state.ApplyAsync([StateChange.Put("kind", "a", "zwei 漢😀\0", expectedVersion: 1)]).ConfigureAwait(false), "The expected version is changed.");
        Verify.Equal(new StateEntry("kind", "a", 2, "zwei 漢😀\0", subject.Clock.Now), await state.GetStateAsync("kind", "a").ConfigureAwait(false), "The document");
        Verify.That(await state.ApplyAsync([StateChange.Delete("kind", "a", expectedVersion: 2)]).ConfigureAwait(false), "The expected version is deleted.");
        Verify.Equal(null, await state.GetStateAsync("kind", "a").ConfigureAwait(false), "A deleted document");
    }

    private static async Task WrongVersionAsync(StoreConformance subject)
    {
        IStateStore state = await OpenAsync(subject).ConfigureAwait(false);
        await state.ApplyAsync([StateChange.Put("kind", "a", "old")]).ConfigureAwait(false);
        StateChange[] changes = [StateChange.Put("kind", "b", "new"), StateChange.Append("log", "new"), StateChange.Delete("kind", "a", expectedVersion: 7)];
        Verify.That(!await state.ApplyAsync(changes).ConfigureAwait(false), "A wrong version refuses the list.");
        Verify.Sequence(["old"], (await state.ListStateAsync("kind").ConfigureAwait(false)).Select(entry => entry.Value), "Documents");
        Verify.Equal(0, (await state.ReadLogAsync("log", 0, 10).ConfigureAwait(false)).Count, "Entries");
    }

    private static async Task ListsAsync(StoreConformance subject)
    {
        IStateStore state = await OpenAsync(subject).ConfigureAwait(false);
        await state.ApplyAsync([StateChange.Put("kind", "b", "1"), StateChange.Put("kind", "é", "2"), StateChange.Put("other", "c", "3"), StateChange.Put("kind", "Z", "4"), StateChange.Put("kind", "a", "5")]).ConfigureAwait(false);
        Verify.Sequence(["Z", "a", "b", "é"], (await state.ListStateAsync("kind").ConfigureAwait(false)).Select(entry => entry.Id), "Ids of a kind");
    }

    private static async Task LogsAsync(StoreConformance subject)
    {
        IStateStore state = await OpenAsync(subject).ConfigureAwait(false);
        await state.ApplyAsync([StateChange.Append("a", "1"), StateChange.Append("b", "2"), StateChange.Append("a", "3")]).ConfigureAwait(false);
        IReadOnlyList<StateLogEntry> entries = await state.ReadLogAsync("a", 0, 10).ConfigureAwait(false);
        Verify.Sequence(["1", "3"], entries.Select(entry => entry.Value), "Entries of a log");
        Verify.Sequence(["3"], (await state.ReadLogAsync("a", entries[0].Id, 10).ConfigureAwait(false)).Select(entry => entry.Value), "Entries behind an id");
        await state.ApplyAsync([StateChange.Trim("a", entries[1].Id), StateChange.Append("a", "4")]).ConfigureAwait(false);
        StateLogEntry left = (await state.ReadLogAsync("a", 0, 10).ConfigureAwait(false)).Single();
        Verify.That(left.Value == "4" && left.Id > entries[1].Id, "Ids of trimmed entries are not given again.");
        Verify.Sequence(["2"], (await state.ReadLogAsync("b", 0, 10).ConfigureAwait(false)).Select(entry => entry.Value), "Entries of the other log");
    }

    private static async Task ConcurrentAsync(StoreConformance subject)
    {
        IStateStore state = await OpenAsync(subject).ConfigureAwait(false);
        IStateStore other = subject.SharesDatabase ? await OpenAsync(subject).ConfigureAwait(false) : state;
        await state.ApplyAsync([StateChange.Put("kind", "counter", string.Empty)]).ConfigureAwait(false);
        async Task CountAsync(IStateStore store)
        {
            for (int done = 0; done < 10;)
            {
                StateEntry entry = (await store.GetStateAsync("kind", "counter").ConfigureAwait(false))!;
                done += await store.ApplyAsync([StateChange.Put("kind", "counter", entry.Value + "+", entry.Version)]).ConfigureAwait(false) ? 1 : 0;
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => CountAsync(i % 2 == 0 ? state : other)))).ConfigureAwait(false);
        Verify.Equal(40, (await other.GetStateAsync("kind", "counter").ConfigureAwait(false))!.Value.Length, "Increments");
    }
}
