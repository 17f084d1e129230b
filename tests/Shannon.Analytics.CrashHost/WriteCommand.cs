using System.Diagnostics;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.CrashHost;

/// <summary>Several concurrent writers of every kind over one store, each noting in the ledger what was acknowledged, never before.</summary>
internal sealed class WriteCommand
{
    private const string Doomed = "doomed";

    private readonly SqliteStore _store;
    private readonly Ledger _ledger;
    private readonly ulong _seed;
    private readonly WriteSettings _settings;
    private readonly CancellationToken _stop;

    private WriteCommand(SqliteStore store, Ledger ledger, ulong seed, WriteSettings settings, CancellationToken stop)
    {
        _store = store;
        _ledger = ledger;
        _seed = seed;
        _settings = settings;
        _stop = stop;
    }

    internal static async Task<int> RunAsync(string path, string ledgerPath, ulong seed, WriteSettings settings)
    {
        using var stop = new CancellationTokenSource();
        using var ledger = new Ledger(ledgerPath);
        await using var store = new SqliteStore(path, new SqliteStoreOptions { ReaderThreads = 1, CompressionEnabled = settings.Encrypt, EncryptionEnabled = settings.Encrypt });
        await OpenAsync(store);
        Console.WriteLine("ready");
        var command = new WriteCommand(store, ledger, seed, settings, stop.Token);
        Task work = command.WriteAsync();
        stop.CancelAfter(settings.Duration);
        await work;
        StoreHealth health = store.Health;
        Console.WriteLine(FormattableString.Invariant($"done commits={health.Commits} failed={health.FailedCommits} reopens={health.Reopens} last={health.LastFailure}"));
        return 0;
    }

    private static async Task OpenAsync(SqliteStore store)
    {
        try
        {
            await store.InitializeAsync();
        }
        catch (StoreException error)
        {
            Console.WriteLine($"not opened: {error.GetType().Name}");
            Environment.Exit(3);
        }
    }

    private Task WriteAsync() => Task.WhenAll(
        Task.Run(() => WriteBatchesAsync("one-a", _ => 1)),
        Task.Run(() => WriteBatchesAsync("one-b", _ => 1)),
        Task.Run(() => WriteBatchesAsync("small", random => random.Next(2, 200))),
        Task.Run(() => WriteBatchesAsync("large", random => random.Next(0, 12) == 0 ? random.Next(16_385, 40_000) : random.Next(257, 3_000))),
        Task.Run(() => WriteColumnsAsync("columns")),
        Task.Run(() => WriteKeyedAsync("keyed")),
        Task.Run(() => _settings.WritesOnly ? Task.CompletedTask : WriteStateAsync("state")),
        Task.Run(() => CheckpointAsync("checkpoint")),
        Task.Run(() => SealAsync("seal")),
        Task.Run(() => WriteDoomedAsync(Doomed)),
        Task.Run(() => DeleteAsync("reaper")),
        Task.Run(() => WriteFadingAsync("fading")),
        Task.Run(() => DropAsync("dropper")));

    private Task WriteBatchesAsync(string kind, Func<SeededRandom, int> size) => LoopAsync(kind, async (writer, batch, random) =>
    {
        int count = size(random);
        if (count == 1)
        {
            await _store.AppendAsync(RecordShape.Record(writer, batch, 0, 1), CancellationToken.None);
        }
        else
        {
            await _store.AppendBatchAsync(RecordShape.Batch(writer, batch, count), cancellationToken: CancellationToken.None);
        }

        _ledger.Acknowledge(writer, batch, count);
    });

    private Task WriteColumnsAsync(string kind) => LoopAsync(kind, async (writer, batch, random) =>
    {
        int count = random.Next(0, 12) == 0 ? random.Next(16_385, 50_000) : random.Next(1, 2_000);
        await _store.AppendColumnsAsync(RecordShape.Columns(writer, batch, count), cancellationToken: CancellationToken.None);
        _ledger.Acknowledge(writer, batch, count);
    });

    private Task WriteKeyedAsync(string kind) => LoopAsync(kind, async (writer, batch, _) =>
    {
        await _store.AppendBatchAsync(RecordShape.KeyedBatch(writer, batch), cancellationToken: CancellationToken.None);
        _ledger.AcknowledgeRank(writer, batch, RecordShape.KeysPerWriter);
    });

    // The document's version and the log's length move together; a document that is one ahead of the log is a torn change.
    private Task WriteStateAsync(string kind) => LoopAsync(kind, async (writer, _, _) =>
    {
        StateEntry? entry = await _store.GetStateAsync(RecordShape.StateKind, writer);
        long next = (entry?.Version ?? 0) + 1;
        string value = FormattableString.Invariant($"{next}");
        StateChange[] changes = [StateChange.Put(RecordShape.StateKind, writer, value, next - 1), StateChange.Append(writer, value)];
        if (!await _store.ApplyAsync(changes))
        {
            throw new InvalidOperationException("Nobody else changes this document, yet its version moved.");
        }

        _ledger.AcknowledgeState(writer, next);
    });

    // Far more often than a host would: the moments between log and database are where a crash could hurt.
    private Task CheckpointAsync(string kind) => LoopAsync(kind, async (_, _, random) =>
    {
        await Task.Delay(random.Next(20, 200), CancellationToken.None);
        await _store.CheckpointAsync();
    });

    // So that a crash hits sealing and merging as often as writing.
    private Task SealAsync(string kind) => LoopAsync(kind, async (_, _, random) =>
    {
        await Task.Delay(random.Next(10, 150), CancellationToken.None);
        await _store.SealAsync();
    });

    // Never acknowledged: these batches may be deleted at any time, but each is there whole or not at all.
    private Task WriteDoomedAsync(string kind) => LoopAsync(kind, async (writer, batch, random) =>
    {
        await _store.AppendBatchAsync(RecordShape.Batch(writer, batch, random.Next(2, 500)), cancellationToken: CancellationToken.None);
        await Task.Delay(random.Next(1, 20), CancellationToken.None);
    });

    private Task DeleteAsync(string kind) => LoopAsync(kind, async (_, _, random) =>
    {
        await Task.Delay(random.Next(20, 150), CancellationToken.None);
        await _store.DeleteAsync(new DeleteQuery { SessionId = RecordShape.SessionOf($"{Doomed}-{_seed:x}", random.Next(0, 5)) });
    });

    private Task WriteFadingAsync(string kind) => LoopAsync(kind, async (writer, batch, random) =>
    {
        await _store.AppendBatchAsync(RecordShape.FadingBatch(writer, batch), cancellationToken: CancellationToken.None);
        _ledger.AcknowledgeFading(writer, batch);
        await Task.Delay(random.Next(1, 20), CancellationToken.None);
    });

    // As retention does, far more often.
    private Task DropAsync(string kind) => LoopAsync(kind, async (_, _, random) =>
    {
        await Task.Delay(random.Next(20, 150), CancellationToken.None);
        await _store.DropBeforeAsync(RecordShape.FadesBefore, keepRollups: true);
    });

    private async Task LoopAsync(string kind, Func<string, int, SeededRandom, Task> write)
    {
        string writer = $"{kind}-{_seed:x}";
        ulong salt = (ulong)kind.Sum(letter => letter);
        var random = new SeededRandom(_seed * 31 + salt);
        for (int batch = 1; !_stop.IsCancellationRequested; batch++)
        {
            try
            {
                await write(writer, batch, random);
            }
            catch (StoreException error) when (_settings.Tolerate || _settings.DieOnFailure)
            {
                _ledger.NoteFailure(writer, batch, error);
                if (_settings.DieOnFailure)
                {
                    Process.GetCurrentProcess().Kill();
                }
            }
        }
    }
}
