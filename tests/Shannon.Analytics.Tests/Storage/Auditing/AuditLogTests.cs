using Microsoft.Data.Sqlite;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Auditing;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Storage.Blobs;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Storage.Auditing;

public sealed class AuditLogTests : IAsyncDisposable
{
    private readonly StoreSource _stores = new(inMemory: false);
    private readonly BlobSource.FixedKeys _keys = new(BlobSource.SomeKey("k1"));

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Read_WhatWasAppended_ComesBackInOrder(bool keyed)
    {
        AuditLog log = New(await _stores.OpenAsync(), keyed);
        AuditEntry entry = Entry(1) with
        {
            Target = "alert:漢😀",
            Outcome = AuditOutcome.Denied,
            Details = new AttributeSet { ["text"] = "a\"b", ["number"] = 0.1, ["minus"] = -0.0, ["flag"] = true, ["json"] = AttributeValue.FromJson("""{"a":[1]}""") },
        };
        AuditRecord first = await log.AppendAsync(entry);
        _stores.Time.Advance(TimeSpan.FromSeconds(1));
        AuditRecord second = await log.AppendAsync(Entry(2));
        List<AuditRecord> read = await log.ReadAsync().ToListAsync();
        Assert.Equal([first, second], read);
        Assert.Equal((1L, Some.Time, keyed ? "k1" : null), (first.Sequence, first.Time, first.KeyId));
        Assert.Equal(entry.Details, read[0].Entry.Details);
        AuditVerification verified = await log.VerifyAsync();
        Assert.Equal((true, 2L, keyed, second.Hash), (verified.IsIntact, verified.SoundEntries, verified.IsKeyed, verified.HeadHash!));
    }

    [Fact]
    public async Task Read_Filtered_OnlyWhatMatches()
    {
        AuditLog log = New(await _stores.OpenAsync());
        for (int i = 0; i < 1200; i++)
        {
            await log.AppendAsync(Entry(i) with { Actor = i % 2 == 0 ? "ada" : "grace", Outcome = (AuditOutcome)(i % 3), Target = i % 5 == 0 ? "t" : null });
            _stores.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var filter = new AuditFilter { Actor = "ada", Action = "action.0", Target = "t", Outcome = AuditOutcome.Success, From = Some.Time.AddSeconds(30), Before = Some.Time.AddSeconds(1170) };
        long[] expected = [.. Enumerable.Range(0, 1200).Where(i => i % 2 == 0 && i % 3 == 0 && i % 5 == 0 && i % 4 == 0 && i >= 30 && i < 1170).Select(i => i + 1L)];
        Assert.Equal(expected, (await log.ReadAsync(filter).ToListAsync()).Select(record => record.Sequence));
        Assert.Equal(1200, (await log.VerifyAsync()).SoundEntries);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Append_ManyAtOnceFromTwoStores_MakesOneChain(bool keyed)
    {
        AuditLog[] logs = [New(await _stores.OpenAsync(), keyed), New(await _stores.OpenAsync(), keyed)];
        AuditRecord[] records = await Task.WhenAll(Enumerable.Range(0, 80).Select(i => Task.Run(() => logs[i % 2].AppendAsync(Entry(i)))));
        Assert.Equal(Enumerable.Range(1, 80).Select(i => (long)i), records.Select(record => record.Sequence).Order());
        foreach (AuditLog log in logs)
        {
            AuditVerification verified = await log.VerifyAsync();
            Assert.True(verified.IsIntact, verified.Problem);
            Assert.Equal(80, verified.SoundEntries);
        }
    }

    [Fact]
    public async Task Verify_WhileOthersAppend_FindsNothingWrong()
    {
        AuditLog writer = New(await _stores.OpenAsync());
        AuditLog reader = New(await _stores.OpenAsync());
        Task writing = Task.Run(async () =>
        {
            for (int i = 0; i < 150; i++)
            {
                await writer.AppendAsync(Entry(i));
            }
        });
        while (!writing.IsCompleted)
        {
            AuditVerification verified = await reader.VerifyAsync();
            Assert.True(verified.IsIntact, verified.Problem);
        }

        await writing;
        Assert.Equal(150, (await reader.VerifyAsync()).SoundEntries);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Verify_TamperedInAnyWay_NamesTheFirstBrokenEntry(bool keyed)
    {
        (string What, string Sql, long Broken)[] cases =
        [
            ("actor", "UPDATE state_log SET value=replace(value,'actor-4','actor-5') WHERE id=4", 4),
            ("time", "UPDATE state_log SET value=json_set(value,'$.time',json_extract(value,'$.time')+1) WHERE id=4", 4),
            ("outcome", "UPDATE state_log SET value=json_set(value,'$.outcome',2) WHERE id=4", 4),
            ("detail", "UPDATE state_log SET value=json_set(value,'$.details.n.bits',7) WHERE id=4", 4),
            ("detail removed", "UPDATE state_log SET value=json_remove(value,'$.details.n') WHERE id=4", 4),
            ("hash", "UPDATE state_log SET value=json_set(value,'$.hash','00') WHERE id=4", 4),
            ("no JSON", "UPDATE state_log SET value='x' WHERE id=4", 4),
            ("removed", "DELETE FROM state_log WHERE id=4", 4),
            ("first removed", "DELETE FROM state_log WHERE id=1", 1),
            ("end removed", "DELETE FROM state_log WHERE id>6", 7),
            ("all removed", "DELETE FROM state_log", 1),
            ("swapped", "UPDATE state_log SET id=id+100 WHERE id=4; UPDATE state_log SET id=4 WHERE id=5; UPDATE state_log SET id=5 WHERE id=104", 4),
            ("repeated", "INSERT INTO state_log(log,value,at) SELECT log,value,at FROM state_log WHERE id=8", 9),
            ("head removed", "DELETE FROM state WHERE kind='audit'", 1),
            ("head set back", "UPDATE state SET value=(SELECT json_object('sequence',7,'hash',json_extract(value,'$.hash'),'key',json_extract(value,'$.key'),'seal','x') FROM state_log WHERE id=7) WHERE kind='audit'", 7),
            ("head no JSON", "UPDATE state SET value='x' WHERE kind='audit'", 1),
            ("end and head", "DELETE FROM state_log WHERE id=8; UPDATE state SET value=json_set(value,'$.sequence',7) WHERE kind='audit'", 7),
        ];
        if (keyed)
        {
            cases = [.. cases, ("key", "UPDATE state_log SET value=json_set(value,'$.key','other') WHERE id=4", 4)];
        }

        string sound = _stores.Path;
        await using (SqliteStore store = await Stores.OpenAsync(sound))
        {
            AuditLog log = New(store, keyed);
            for (int i = 1; i <= 8; i++)
            {
                await log.AppendAsync(Entry(i));
            }
        }

        using var folder = new TempFolder();
        foreach (var (what, sql, broken) in cases)
        {
            string path = folder.File("copy.db");
            File.Copy(sound, path, overwrite: true);
            using (SqliteConnection raw = Stores.Raw(path))
            {
                Stores.Run(raw, sql);
            }

            await using SqliteStore store = await Stores.OpenAsync(path);
            AuditVerification verified = await New(store, keyed).VerifyAsync();
            Assert.True(!verified.IsIntact && verified.FirstBroken == broken, $"{what}: {verified}");
            Assert.DoesNotContain("actor-", verified.Problem, StringComparison.Ordinal);
        }
    }

    // Whoever can edit the file and recompute hashes, but lacks the key.
    [Fact]
    public async Task Verify_ChainRecomputedWithoutTheKey_IsFound()
    {
        SqliteStore store = await _stores.OpenAsync();
        AuditLog keyed = New(store, keyed: true);
        await keyed.AppendAsync(Entry(1));
        await keyed.AppendAsync(Entry(2));
        await ForgeAsync(store);
        AuditVerification verified = await keyed.VerifyAsync();
        Assert.False(verified.IsIntact);
        Assert.Contains("not keyed", verified.Problem, StringComparison.Ordinal);

        // Without keys the forged chain is a chain.
        Assert.True((await New(store).VerifyAsync()).IsIntact);
    }

    [Fact]
    public async Task Append_KeysTurnedOnLater_ProtectWhatIsThereAndTurningThemOffIsRefused()
    {
        SqliteStore store = await _stores.OpenAsync();
        await New(store).AppendAsync(Entry(1));
        Assert.Equal(1, (await New(store, keyed: true).VerifyAsync()).FirstBroken);
        await New(store, keyed: true).AppendAsync(Entry(2));
        Assert.True((await New(store, keyed: true).VerifyAsync()).IsIntact);
        await Assert.ThrowsAsync<EncryptionKeyException>(() => New(store).AppendAsync(Entry(3)));
        await Assert.ThrowsAsync<EncryptionKeyException>(() => New(store).VerifyAsync());
        Assert.Equal(2, (await New(store, keyed: true).VerifyAsync()).SoundEntries);
    }

    [Fact]
    public async Task Verify_EmptyLog_IsIntact()
    {
        AuditVerification verified = await New(await _stores.OpenAsync(), keyed: true).VerifyAsync();
        Assert.Equal((true, 0L, null, null), (verified.IsIntact, verified.SoundEntries, verified.HeadHash, verified.FirstBroken));
    }

    [Fact]
    public async Task Append_WrongEntries_AreRefusedAndNothingIsAppended()
    {
        AuditLog log = New(await _stores.OpenAsync());
        var many = new AttributeSet();
        for (int i = 0; i <= AuditEntry.MaxDetails; i++)
        {
            many["d" + i] = i;
        }

        AuditEntry[] wrong =
        [
            Entry(1) with { Actor = string.Empty },
            Entry(1) with { Action = new string('x', 257) },
            Entry(1) with { Target = new string('x', 1025) },
            Entry(1) with { Outcome = (AuditOutcome)9 },
            Entry(1) with { Details = many },
            Entry(1) with { Details = new AttributeSet { ["a"] = new string('x', 1025) } },
            Entry(1) with { Details = new AttributeSet { ["a"] = double.NaN } },
            Entry(1) with { Actor = "\uD800" },
        ];
        foreach (AuditEntry entry in wrong)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => log.AppendAsync(entry));
        }

        Assert.Empty(await log.ReadAsync().ToListAsync());
    }

    private static AuditEntry Entry(int i) => new() { Actor = $"actor-{i}", Action = $"action.{i % 4}", Details = { ["n"] = i } };

    private static async Task ForgeAsync(SqliteStore store)
    {
        StateEntry head = (await store.GetStateAsync(AuditLog.HeadKind, AuditLog.HeadId))!;
        await store.ApplyAsync([StateChange.Trim(AuditLog.LogName, 100), StateChange.Delete(AuditLog.HeadKind, AuditLog.HeadId, head.Version)]);
        await new AuditLog(store, TimeProvider.System).AppendAsync(Entry(1));
    }

    private AuditLog New(IStateStore store, bool keyed = false) => new(store, _stores.Time, keyed ? _keys : null);
}
