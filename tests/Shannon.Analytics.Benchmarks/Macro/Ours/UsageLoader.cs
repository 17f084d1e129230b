using Shannon.Analytics.Benchmarks.Macro.Shapes;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Metrics.Columns;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Benchmarks.Macro.Ours;

/// <summary>Loads usage into our store, sealed at the end.</summary>
internal static class UsageLoader
{
    private static readonly string?[] SessionIds = [.. Enumerable.Range(0, UsageShape.Sessions).Select(UsageShape.SessionId)];

    /// <summary>Writes so many chunks into a new store.</summary>
    public static async Task LoadAsync(string path, int chunks)
    {
        await using var store = new SqliteStore(path);
        await store.InitializeAsync();
        await store.AppendBatchAsync(
        [
            .. Enumerable.Range(0, UsageShape.Sessions).Select(session => new SessionMetric("session_start")
            {
                SessionId = UsageShape.SessionId(session),
                UserId = UsageShape.Users[session % UsageShape.Users.Length],
                Project = UsageShape.Projects[session % UsageShape.Projects.Length],
                Timestamp = DateTimeOffset.UnixEpoch.AddTicks(MetricColumns.StartMicros * 10),
            }),
        ]);
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            UsageRows rows = UsageShape.Chunk(chunk, chunks);
            foreach (UsageKind kind in Enum.GetValues<UsageKind>())
            {
                await store.AppendColumnsAsync(Batch(rows, kind));
            }
        }

        await store.SealAsync();
    }

    private static ColumnBatch Batch(UsageRows rows, UsageKind kind)
    {
        int[] at = [.. Enumerable.Range(0, rows.Kinds.Length).Where(row => rows.Kinds[row] == kind)];
        T[] Pick<T>(Func<int, T> of) => Array.ConvertAll(at, row => of(row));
        TextValues Text(string?[] dictionary, Func<int, int> code) => TextValues.OfCodes(dictionary, Pick(code));
        MeasurementColumn Number(string name, Func<int, double> of) => new(name, Pick(of));
        (MetricCategory category, string name) = kind switch
        {
            UsageKind.Tokens => (MetricCategory.Token, "token_usage"),
            UsageKind.Tool => (MetricCategory.Tool, "tool_use"),
            UsageKind.Response => (MetricCategory.Performance, "response_time"),
            _ => (MetricCategory.Error, "error"),
        };
        return new ColumnBatch
        {
            Count = at.Length,
            Category = category,
            TimestampsMicros = Pick(row => rows.Times[row]),
            Names = TextValues.Constant(name),
            Sessions = Text(SessionIds, row => rows.Sessions[row]),
            Models = kind is UsageKind.Tokens or UsageKind.Response ? Text(UsageShape.Models, row => rows.Models[row]) : null,
            Costs = kind == UsageKind.Tokens ? Pick(row => (decimal?)rows.Nanos[row] / 1_000_000_000) : default,
            Measurements = kind switch
            {
                UsageKind.Tokens =>
                [
                    Number("prompt_tokens", row => rows.Input[row]), Number("completion_tokens", row => rows.Output[row]), Number("cache_read_tokens", row => rows.CacheRead[row]),
                    Number("cache_creation_tokens", row => rows.CacheWrite[row]), Number("total_tokens", row => rows.Input[row] + rows.Output[row] + rows.CacheRead[row] + rows.CacheWrite[row]),
                ],
                UsageKind.Tool => [Number("duration_ms", row => rows.Values[row] * 1000)],
                UsageKind.Response => [Number("value", row => rows.Values[row])],
                _ => [Number("count", _ => 1)],
            },
            Attributes = kind switch
            {
                UsageKind.Tokens => [AttributeColumn.OfText("git_branch", Text(UsageShape.Branches, row => rows.Branches[row])), AttributeColumn.OfConstant("cost_source", "computed")],
                UsageKind.Tool => [AttributeColumn.OfText("tool_name", Text(UsageShape.Tools, row => rows.Codes[row])), AttributeColumn.OfValues("success", Pick(row => (AttributeValue)rows.Success[row]))],
                UsageKind.Error => [AttributeColumn.OfText("error_type", Text(UsageShape.Errors, row => rows.Codes[row])), AttributeColumn.OfConstant("severity", "warning")],
                _ => [],
            },
        };
    }
}
