using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.AI.Calls;

/// <summary>
/// Pairs function calls with their results, which come in the messages of a later request, and records both as one. Bounded: a call that finds
/// no result is recorded without one when others need its place, or when the client is disposed of. Thread-safe.
/// </summary>
internal sealed class ToolTracker(TimeProvider clock)
{
    private const int MaxPending = 1_024;
    private readonly Lock _lock = new();
    private readonly OrderedDictionary<(string Session, string CallId), PendingTool> _pending = [];

    /// <summary>The session whose function calls these results answer; null if they answer none, or those of several sessions.</summary>
    internal string? SessionOf(IReadOnlyCollection<string> callIds)
    {
        if (callIds.Count == 0)
        {
            return null;
        }

        lock (_lock)
        {
            string[] sessions = [.. _pending.Keys.Where(key => callIds.Contains(key.CallId, StringComparer.Ordinal)).Select(static key => key.Session).Distinct(StringComparer.Ordinal).Take(2)];
            return sessions is [var only] ? only : null;
        }
    }

    /// <summary>Takes note of a call.</summary>
    /// <returns>The record of a call that gives way to it, if one does.</returns>
    internal ToolMetric? Begin(PendingTool tool)
    {
        lock (_lock)
        {
            var key = (tool.Session, tool.CallId);
            PendingTool? gone = _pending.GetValueOrDefault(key);
            _pending.Remove(key);
            _pending.Add(key, tool);
            if (gone is null && _pending.Count > MaxPending)
            {
                gone = _pending.GetAt(0).Value;
                _pending.RemoveAt(0);
            }

            return gone is null ? null : Record(gone, null, null);
        }
    }

    /// <summary>Takes note of a result.</summary>
    /// <returns>The record of the use; null if the call is not known, or its result was seen before.</returns>
    internal ToolMetric? End(string session, SeenResult result)
    {
        PendingTool? tool;
        lock (_lock)
        {
            if (!_pending.Remove((session, result.CallId), out tool))
            {
                return null;
            }
        }

        return Record(tool, result.Ticks is { } ticks ? clock.GetElapsedTime(tool.Ticks, ticks) : null, result.Succeeded);
    }

    /// <summary>Ends all that still wait.</summary>
    internal IReadOnlyList<ToolMetric> Drain()
    {
        lock (_lock)
        {
            ToolMetric[] records = [.. _pending.Values.Select(static tool => Record(tool, null, null))];
            _pending.Clear();
            return records;
        }
    }

    private static ToolMetric Record(PendingTool tool, TimeSpan? duration, bool? success) => new(Names.Fit(tool.Name)!)
    {
        SessionId = Names.Fit(tool.Session),
        UserId = tool.UserId,
        Project = tool.Project,
        Model = Names.Fit(tool.Model),
        Timestamp = tool.CalledAt,
        ToolUseId = Names.Fit(tool.CallId),
        DurationMs = duration?.TotalMilliseconds,
        Success = success,
        Key = tool.ResponseId is null ? null : Names.KeyOf("tool_use", tool.ResponseId, tool.CallId),
    };
}
