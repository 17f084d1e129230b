using System.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Maintenance;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.CrashHost.Verification;

/// <summary>
/// Reads a whole database back and compares it with the ledgers of those who wrote it: every acknowledged batch whole, no batch torn, none there
/// that was reported as failed, no id twice, ids rising, no wrong number, keys at their highest acknowledged rank or above, state and log in step.
/// </summary>
internal sealed class StoreVerifier
{
    private const int MaxProblemsTold = 10;
    private readonly LedgerFacts _facts;
    private readonly List<string> _problems = [];
    private readonly Dictionary<(string Writer, int Batch), SeenBatch> _batches = [];
    private readonly Dictionary<string, SortedList<int, long>> _keyRanks = new(StringComparer.Ordinal);
    private readonly HashSet<long> _ids = [];
    private int _problemCount;

    private StoreVerifier(LedgerFacts facts) => _facts = facts;

    internal static async Task<VerifyReport> VerifyAsync(string path, params IReadOnlyList<string> ledgers)
    {
        var verifier = new StoreVerifier(LedgerFacts.Read(ledgers));
        var clock = Stopwatch.StartNew();
        await using var store = new SqliteStore(path);
        await store.InitializeAsync();
        double openMs = clock.Elapsed.TotalMilliseconds;
        await verifier.ReadRecordsAsync(store);
        verifier.CheckBatches();
        verifier.CheckRanks();
        await verifier.CheckStateAsync(store);
        await verifier.CheckFadingAsync(store);
        await verifier.CheckDescriptionAsync(store);
        verifier.CheckFile(path);
        return verifier.Report(openMs);
    }

    private async Task ReadRecordsAsync(SqliteStore store)
    {
        MetricQuery query = MetricQuery.All;
        while (true)
        {
            RecordPage page = await store.ReadPageAsync(query, 100_000);
            foreach (MetricRecord record in page.Records)
            {
                Read(record);
            }

            if (page.Next is null)
            {
                return;
            }

            query = query with { After = page.Next };
        }
    }

    private void Read(MetricRecord record)
    {
        if (!_ids.Add(record.Id))
        {
            Tell($"id {record.Id} is there twice");
        }

        if (record.Name.StartsWith(RecordShape.FadingPrefix, StringComparison.Ordinal))
        {
            // Counted together with those that are gone.
            return;
        }

        string writer = record.Attributes["writer"].Text!;
        int ordinal = (int)record.Attributes["ordinal"].Number!;
        if (record.Name == RecordShape.KeyedName)
        {
            ReadKeyed(record, writer, ordinal);
            return;
        }

        int batch = (int)record.Attributes["batch"].Number!;
        int size = (int)record.Attributes["size"].Number!;
        if (record.Value != RecordShape.ValueOf(batch, ordinal) || record.SessionId != RecordShape.SessionOf(writer, batch))
        {
            Tell($"record {record.Id} of batch {writer}/{batch} has a wrong number or session");
        }

        if (!_batches.TryGetValue((writer, batch), out SeenBatch? seen))
        {
            _batches.Add((writer, batch), seen = new SeenBatch(size));
        }

        if (seen.Size != size || ordinal >= size || !seen.Add(ordinal, record.Id))
        {
            Tell($"record {ordinal} of batch {writer}/{batch} is there twice or contradicts the batch's size");
        }
    }

    private void ReadKeyed(MetricRecord record, string writer, int ordinal)
    {
        if (record.Key is not { } key || key.Value != $"{writer}/{ordinal}" || record.Value != RecordShape.ValueOf((int)key.Rank, ordinal))
        {
            Tell($"keyed record {record.Id} has a wrong key or number");
            return;
        }

        if (!_keyRanks.TryGetValue(writer, out SortedList<int, long>? ranks))
        {
            _keyRanks.Add(writer, ranks = []);
        }

        if (!ranks.TryAdd(ordinal, key.Rank))
        {
            Tell($"key {key.Value} is held by two records");
        }
    }

    private void CheckBatches()
    {
        foreach (var ((writer, batch), count) in _facts.Batches)
        {
            if (!_batches.TryGetValue((writer, batch), out SeenBatch? seen) || seen.Size != count)
            {
                Tell($"LOST: the acknowledged batch {writer}/{batch} of {count} is not there");
            }
        }

        foreach (var (writer, batch) in _facts.Failed.Where(_batches.ContainsKey))
        {
            Tell($"REVIVED: batch {writer}/{batch} is there, though its writer was told that it is not stored");
        }

        var lastIds = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var ((writer, batch), seen) in _batches.OrderBy(pair => pair.Key.Batch))
        {
            if (!seen.IsWhole)
            {
                Tell($"TORN: of batch {writer}/{batch} only {seen.Count} of {seen.Size} records are there");
            }

            // One writer's batches follow each other, and a batch's records lie side by side.
            if (seen.LowestId <= lastIds.GetValueOrDefault(writer) || seen.HighestId - seen.LowestId != seen.Count - 1)
            {
                Tell($"the ids of batch {writer}/{batch} do not rise without a gap");
            }

            lastIds[writer] = seen.HighestId;
        }
    }

    private void CheckRanks()
    {
        foreach (string writer in _facts.Ranks.Keys.Union(_keyRanks.Keys, StringComparer.Ordinal))
        {
            long[] ranks = _keyRanks.TryGetValue(writer, out SortedList<int, long>? held) ? [.. held.Values] : [];
            if (ranks.Length != RecordShape.KeysPerWriter || ranks.Distinct().Count() != 1)
            {
                Tell($"TORN: the {ranks.Length} keys of {writer} have the ranks {string.Join(' ', ranks.Distinct())}");
            }
            else if (ranks[0] < _facts.Ranks.GetValueOrDefault(writer))
            {
                Tell($"LOST: the keys of {writer} have rank {ranks[0]}, acknowledged was {_facts.Ranks[writer]}");
            }
        }
    }

    private async Task CheckStateAsync(SqliteStore store)
    {
        Dictionary<string, StateEntry> documents = (await store.ListStateAsync(RecordShape.StateKind)).ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        foreach (var (writer, acknowledged) in _facts.Versions)
        {
            if (!documents.TryGetValue(writer, out StateEntry? entry) || entry.Version < acknowledged)
            {
                Tell($"LOST: the document of {writer} has version {entry?.Version ?? 0}, acknowledged was {acknowledged}");
            }
        }

        foreach (StateEntry entry in documents.Values)
        {
            IReadOnlyList<StateLogEntry> log = await store.ReadLogAsync(entry.Id, 0, int.MaxValue);
            bool inStep = log.Count == entry.Version && log.Select((line, index) => line.Value == FormattableString.Invariant($"{index + 1}")).All(same => same);
            if (!inStep || entry.Value != FormattableString.Invariant($"{entry.Version}"))
            {
                Tell($"TORN: the document of {entry.Id} has version {entry.Version}, its log {log.Count} entries");
            }
        }
    }

    // Each batch counts once, in records or in rollups, whole; only the last one of each writer, and those of unknown fate, may be there unacknowledged.
    private async Task CheckFadingAsync(SqliteStore store)
    {
        var query = new AggregateQuery { Functions = ["count", "sum"], GroupBy = [GroupKey.Name], Precision = QueryPrecision.Approximate };
        Dictionary<string, AggregateGroup> groups = (await store.AggregateAsync(query)).Groups.ToDictionary(group => group.Keys[0]!, StringComparer.Ordinal);
        foreach (string writer in _facts.Fading.Keys.Union(groups.Keys.Where(name => name.StartsWith(RecordShape.FadingPrefix, StringComparison.Ordinal)).Select(name => name[RecordShape.FadingPrefix.Length..]), StringComparer.Ordinal))
        {
            List<int> acknowledged = _facts.Fading.GetValueOrDefault(writer, []);
            double count = groups.TryGetValue(RecordShape.FadingPrefix + writer, out AggregateGroup? group) ? group.Values[0]!.Value : 0;
            double sum = group?.Values[1] ?? 0;
            double batches = count / RecordShape.FadingRecords;
            double most = acknowledged.Count + _facts.Unknown.GetValueOrDefault(writer) + 1;
            if (batches != Math.Floor(batches) || batches < acknowledged.Count || batches > most)
            {
                Tell($"FADED: {count} records of {writer} count, in rollups and still there; {acknowledged.Count} batches of {RecordShape.FadingRecords} were acknowledged");
            }
            else if (batches == acknowledged.Count && sum != RecordShape.FadingRecords * (double)acknowledged.Sum())
            {
                Tell($"FADED: the {count} records of {writer} sum up to {sum}");
            }
        }

        StoreCheckReport check = await store.CheckAsync();
        foreach (StoreProblem problem in check.Problems.Take(MaxProblemsTold))
        {
            Tell($"the check says: {problem.Message}");
        }
    }

    private async Task CheckDescriptionAsync(SqliteStore store)
    {
        StoreDescription description = await store.DescribeAsync();
        if (description.Records != _ids.Count)
        {
            Tell($"the description counts {description.Records} records, {_ids.Count} can be read");
        }
    }

    private void CheckFile(string path)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        if (command.ExecuteScalar() is not "ok")
        {
            Tell("SQLite's integrity check fails");
        }

        command.CommandText = "SELECT value FROM counters WHERE name='next_id'";
        long next = (long)command.ExecuteScalar()!;
        if (_ids.Count > 0 && _ids.Max() >= next)
        {
            Tell($"the next id would be {next}, which is in use");
        }
    }

    private void Tell(string problem)
    {
        if (_problemCount++ < MaxProblemsTold)
        {
            _problems.Add(problem);
        }
    }

    private VerifyReport Report(double openMs) => new()
    {
        OpenMs = Math.Round(openMs, 1),
        Records = _ids.Count,
        AckedBatches = _facts.Batches.Count,
        AckedRecords = _facts.Batches.Values.Sum(count => (long)count),
        UnackedWhole = _batches.Keys.Count(batch => !_facts.Batches.ContainsKey(batch)),
        FailedBatches = _facts.Failed.Count,
        ProblemCount = _problemCount,
        Problems = _problems,
    };
}
