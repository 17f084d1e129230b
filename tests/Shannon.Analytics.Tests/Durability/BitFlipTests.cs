using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Shannon.Analytics.CrashHost;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage.Queries;
using Shannon.Analytics.Storage.Sqlite;
using Shannon.Analytics.Tests.Storage;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Durability;

/// <summary>
/// One bit flipped anywhere in a file that has a journal, segments, rollups and a catalogue: every query answers rightly, or says what is damaged.
/// SHANNON_FLIP_ROUNDS sets how often (30 by default), SHANNON_FLIP_SEED where the dice start.
/// </summary>
public class BitFlipTests
{
    private static readonly DateTimeOffset Start = QueryData.Start;

    private static int Rounds => Setting("SHANNON_FLIP_ROUNDS", 30);

    private static int Seed => Setting("SHANNON_FLIP_SEED", 20_261_122);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Query_BitFlippedAnywhere_TheRightAnswerOrATypedError(bool isProtected)
    {
        using var folder = new TempFolder();
        var options = new SqliteStoreOptions { CompressionEnabled = isProtected, EncryptionEnabled = isProtected, CacheBytes = 0, ReaderThreads = 1 };
        string path = folder.File("sound.db");
        await using (SqliteStore store = await Stores.OpenAsync(path, options))
        {
            await FillAsync(store);
        }

        Dictionary<string, string> expected = [];
        await using (SqliteStore store = await Stores.OpenAsync(path, options))
        {
            foreach (var (name, ask) in Questions)
            {
                expected.Add(name, await ask(store));
            }
        }

        byte[] sound = await File.ReadAllBytesAsync(path);
        var dice = new SeededRandom((ulong)Seed);
        string copy = folder.File("copy.db");
        if (isProtected)
        {
            File.Copy(path + ".key", copy + ".key");
        }

        int refused = 0;
        var wrong = new List<string>();
        for (int round = 0; round < Rounds; round++)
        {
            byte[] damaged = [.. sound];
            int at = dice.Next(0, damaged.Length);
            int bit = dice.Next(0, 8);
            damaged[at] ^= (byte)(1 << bit);
            await File.WriteAllBytesAsync(copy, damaged);
            refused += await AskAllAsync(copy, options, expected, problem => wrong.Add($"Round {round}, bit {bit} of byte {at} (page {(at / 8192) + 1}): {problem}")) ? 1 : 0;
            foreach (string rest in new[] { copy + "-wal", copy + "-shm" })
            {
                File.Delete(rest);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"bitflips: {Rounds} in {sound.Length} bytes (protected: {isProtected}, seed {Seed}): {refused} refused, {Rounds - refused} without effect, {wrong.Count} wrong answers");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(refused > Rounds / 4, $"Only {refused} of {Rounds} flips were met.");
    }

    private static Dictionary<string, Func<SqliteStore, Task<string>>> Questions { get; } = new(StringComparer.Ordinal)
    {
        ["hourly"] = store => AskAsync(store, new AggregateQuery { Selector = "latency", Functions = ["avg", "sum", "min", "max", "count", "std", "p50", "p99"], Bucket = TimeBucket.Hour }),
        ["trends"] = store => AskAsync(store, new AggregateQuery { Functions = ["count", "sum", "max", "p95"], Bucket = TimeBucket.Day, GroupBy = [GroupKey.Name], Precision = QueryPrecision.Approximate }),
        ["quarters"] = store => AskAsync(store, new AggregateQuery { Selector = "latency", Functions = ["count", "sum"], Bucket = TimeBucket.Of(TimeSpan.FromMinutes(15)), Precision = QueryPrecision.Approximate }),
        ["by session"] = store => AskAsync(store, new AggregateQuery { Functions = ["count", "sum"], GroupBy = [GroupKey.Session, GroupKey.User] }),
        ["one session"] = store => AskAsync(store, new AggregateQuery { Functions = ["count", "sum"], SessionId = "s2" }),
        ["one user"] = store => AskAsync(store, new AggregateQuery { Functions = ["count", "sum"], UserId = "ada" }),
        ["by attribute"] = store => AskAsync(store, new AggregateQuery { Functions = ["count", "p50", "distinct"], GroupBy = [GroupKey.Attribute("language"), GroupKey.Attribute("level")] }),
        ["costs"] = store => AskAsync(store, new AggregateQuery { Selector = "token_usage.cost", Functions = ["count", "sum"] }),
        ["distinct"] = async store => string.Join(' ', await store.DistinctAsync(new DistinctQuery { Key = GroupKey.Name })),
        ["series"] = SeriesAsync,
        ["records"] = RecordsAsync,
        ["changes"] = async store => string.Join('\n', (await store.ReadChangesAsync(36_000, 3_000)).Select(change => $"{change.Replaces} {change.Record.ToJson()}")),
        ["description"] = async store => (await store.DescribeAsync()) is var description ? $"{description.Records} {description.RollupRecords} {description.Oldest:O} {description.Newest:O}" : string.Empty,
    };

    /// <summary>True if anything was refused.</summary>
    private static async Task<bool> AskAllAsync(string path, SqliteStoreOptions options, Dictionary<string, string> expected, Action<string> tell)
    {
        bool refused = false;
        try
        {
            await using SqliteStore store = await Stores.OpenAsync(path, options);
            foreach (var (name, ask) in Questions)
            {
                try
                {
                    string answer = await ask(store);
                    if (answer != expected[name])
                    {
                        int from = Enumerable.Range(0, Math.Min(answer.Length, expected[name].Length)).FirstOrDefault(i => answer[i] != expected[name][i]);
                        tell($"{name} differs at {from}: '{Excerpt(answer, from)}' in place of '{Excerpt(expected[name], from)}'");
                    }
                }
                catch (StoreException error)
                {
                    refused = true;
                    if (error.Message.Length < 20)
                    {
                        tell($"{name}: the error says too little: {error.Message}");
                    }
                }
            }
        }
        catch (StoreException)
        {
            refused = true;
        }

        return refused;

        static string Excerpt(string text, int from) => text[Math.Max(0, from - 20)..Math.Min(text.Length, from + 60)];
    }

    private static async Task FillAsync(SqliteStore store)
    {
        var random = new Random(3);

        // Older than is kept: rollups alone are left of it.
        for (int hour = -48; hour < 0; hour++)
        {
            await store.AppendBatchAsync(Some.Make(30, i => new CustomMetric("latency", random.Next(1000) / 8.0) { Timestamp = Start.AddHours(hour).AddMinutes(i), SessionId = "old" + (i % 3) }));
        }

        await store.DropBeforeAsync(Start, keepRollups: true);
        await QueryData.FillDenselyAsync(store, random);
        await QueryData.FillAsync(store, random);
        await store.AppendBatchAsync(Some.Make(500, i => new TokenMetric { Timestamp = Start.AddMinutes(i), PromptTokens = random.Next(5000), Cost = random.Next(1000) / 1000m, SessionId = "s" + (i % 6), Key = new RecordKey("response" + i, 1) }));
        await store.SealAsync();
        await store.AppendBatchAsync(Some.Make(200, i => new TokenMetric { Timestamp = Start.AddMinutes(i), PromptTokens = random.Next(5000), Cost = random.Next(1000) / 1000m, SessionId = "s" + (i % 6), Key = new RecordKey("response" + i, 2) }));
        await QueryData.FillAsync(store, random, 5);
        await store.AppendColumnsAsync(QueryData.Many(random, 3_000) with { Attributes = [AttributeColumn.OfText("note", TextValues.Of(Some.Make<string?>(3_000, _ => random.NextInt64().ToString("x16", CultureInfo.InvariantCulture))))] });
        await store.CheckpointAsync();
    }

    private static async Task<string> AskAsync(SqliteStore store, AggregateQuery query)
    {
        AggregateResult result = await store.AggregateAsync(query);
        var text = new StringBuilder(result.Coverage.ToString());
        foreach (AggregateGroup group in result.Groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{group.BucketStart:O} {string.Join(' ', group.Keys)}: {string.Join(' ', group.Values.Select(value => value?.ToString("G12", CultureInfo.InvariantCulture)))}");
        }

        return text.ToString();
    }

    private static async Task<string> SeriesAsync(SqliteStore store)
    {
        Series series = await store.ReadSeriesAsync(new SeriesQuery { Selector = "latency", IncludeSessions = true });
        var text = new StringBuilder();
        for (int i = 0; i < series.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{series.TimestampsMicros.Span[i]} {series.Values.Span[i]:R}\n");
        }

        return text.ToString();
    }

    private static async Task<string> RecordsAsync(SqliteStore store)
    {
        var hash = new XxHash3();
        long count = 0;
        await foreach (ScanBatch batch in store.ScanAsync(new ScanQuery()))
        {
            count += batch.Count;
            hash.Append(MemoryMarshal.AsBytes(batch.Ids.Span));
            hash.Append(MemoryMarshal.AsBytes(batch.TimestampsMicros.Span));
            foreach (MeasurementColumn column in batch.Measurements)
            {
                hash.Append(MemoryMarshal.AsBytes(column.Values.Span));
            }

            for (int row = 0; row < batch.Count; row++)
            {
                hash.Append(Encoding.UTF8.GetBytes($"{batch.Names.At(row)} {batch.Sessions?.At(row)} {batch.Users?.At(row)} {batch.Projects?.At(row)} {batch.Models?.At(row)} {(batch.Costs.IsEmpty ? null : batch.Costs.Span[row])}"));
                foreach (AttributeColumn column in batch.Attributes)
                {
                    hash.Append(Encoding.UTF8.GetBytes(column.At(row).ToString()));
                }
            }
        }

        return $"{count} {hash.GetCurrentHashAsUInt64():x16}";
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
