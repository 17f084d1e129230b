using System.Globalization;

namespace Shannon.Analytics.Benchmarks.Macro.Shapes;

/// <summary>
/// What a team's agents record in 30 days: tokens and cost of responses, uses of tools, response times, errors, of 500 sessions. Made chunk by chunk, so that no
/// size needs more memory than another; the same rows on every machine.
/// </summary>
internal static class UsageShape
{
    /// <summary>Rows of a chunk.</summary>
    public const int ChunkRows = 40_000;

    /// <summary>Sessions in all.</summary>
    public const int Sessions = 500;

    private const long DayMicros = 24L * 3600 * 1_000_000;

    /// <summary>The models, by code.</summary>
    public static readonly string[] Models = ["claude-opus-4-6", "claude-sonnet-4-5", "claude-haiku-4-5"];

    /// <summary>The tools, by code.</summary>
    public static readonly string[] Tools = ["Bash", "Edit", "Read", "Write", "Grep", "Glob", "Task", "WebFetch"];

    /// <summary>The types of errors, by code.</summary>
    public static readonly string[] Errors = ["overloaded", "rate_limit", "api_error"];

    /// <summary>Branches, by code.</summary>
    public static readonly string[] Branches = ["main", "release", "topic-1", "topic-2", "topic-3"];

    /// <summary>Users, by session modulo their number.</summary>
    public static readonly string[] Users = [.. Enumerable.Range(1, 25).Select(i => "user-" + i.ToString("00", CultureInfo.InvariantCulture))];

    /// <summary>Projects, by session modulo their number.</summary>
    public static readonly string[] Projects = [.. Enumerable.Range(1, 40).Select(i => "/home/dev/service-" + i.ToString("00", CultureInfo.InvariantCulture))];

    /// <summary>The last moment of the data and one more, in microseconds since 1970.</summary>
    public const long EndMicros = MetricColumns.StartMicros + (30 * DayMicros);

    /// <summary>The id of a session.</summary>
    public static string SessionId(int session) => "session-" + session.ToString("000", CultureInfo.InvariantCulture);

    /// <summary>The rows of a chunk of which there are so many in all.</summary>
    public static UsageRows Chunk(int index, int chunks)
    {
        var random = new Random(20260315 + index);
        var rows = new UsageRows(ChunkRows);
        long length = (EndMicros - MetricColumns.StartMicros) / chunks;
        long start = MetricColumns.StartMicros + (index * length);
        for (int i = 0; i < ChunkRows; i++)
        {
            int kind = random.Next(100);
            rows.Times[i] = start + (i * (length / ChunkRows));
            rows.Kinds[i] = kind switch
            {
                < 40 => UsageKind.Tokens,
                < 80 => UsageKind.Tool,
                < 95 => UsageKind.Response,
                _ => UsageKind.Error,
            };
            rows.Sessions[i] = (ushort)Math.Min(Sessions - 1, (int)((index + random.NextDouble()) / chunks * Sessions));
            rows.Models[i] = (byte)random.Next(Models.Length);
            rows.Branches[i] = (byte)random.Next(Branches.Length);
            rows.Codes[i] = (byte)random.Next(rows.Kinds[i] == UsageKind.Error ? Errors.Length : Tools.Length);
            rows.Success[i] = random.Next(20) > 0;
            rows.Values[i] = Math.Round(Math.Exp(random.NextDouble() * 4), 3);
            rows.Input[i] = random.Next(3_000);
            rows.Output[i] = random.Next(1_000);
            rows.CacheRead[i] = random.Next(120_000);
            rows.CacheWrite[i] = random.Next(6_000);
            rows.Nanos[i] = random.Next(2_000_000_000);
        }

        return rows;
    }
}
