using static Shannon.Analytics.ClaudeCode.Ledger.LedgerSource;

namespace Shannon.Analytics.ClaudeCode.Ledger;

/// <summary>How copies of one kind of record become one; all of it is data, in one place.</summary>
internal sealed record LedgerPlan
{
    /// <summary>Above all else that a rank says stands the source, in two bits.</summary>
    private const int SourceShift = 61;

    /// <summary>The kinds of keys that a source makes up that does not know the thing's own id; see <see cref="Recording.KeyWriter"/>.</summary>
    internal const string Request = "request";

    /// <inheritdoc cref="Request"/>
    internal const string FailedRequest = "failed_request";

    /// <summary>Figure of <see cref="Tokens"/>: what a source reported as cost. It is no measurement.</summary>
    internal const string Cost = "cost";

    internal static LedgerPlan Tokens { get; } = new()
    {
        Context = [Transcript, Live, OpenTelemetry],
        StandInKey = Request,
        Figures =
        [
            new("prompt_tokens"), new("completion_tokens"), new("cache_read_tokens"), new("cache_creation_tokens"), new("cache_creation_5m_tokens"), new("cache_creation_1h_tokens"),
            new(TranscriptMetricNames.WebSearchRequests), new(TelemetryNames.DurationMs), new(LiveMetricNames.TimeToFirstToken), new(LiveMetricNames.AbandonedCost), new(Cost, OpenTelemetry, Transcript, Live),
        ],
        TelemetryAttributes = [TelemetryNames.QuerySource, TelemetryNames.Effort, TelemetryNames.PromptId, TelemetryNames.AgentName],
    };

    internal static LedgerPlan Tools { get; } = new()
    {
        Context = [Transcript, Live, OpenTelemetry],
        Figures =
        [
            new("duration_ms", OpenTelemetry, Transcript, Live), new(TranscriptAttributeNames.Success, Transcript, Live, OpenTelemetry) { IsTruth = true },
            new(TelemetryNames.InputBytes), new(TelemetryNames.OutputBytes),
        ],
        TelemetryAttributes = [TelemetryNames.Decision, TelemetryNames.DecisionSource, TelemetryNames.PromptId],
    };

    internal static LedgerPlan Answers { get; } = new()
    {
        Context = [Transcript, Live, OpenTelemetry],
        Figures = [new("value", Live, Transcript, OpenTelemetry), new(LiveMetricNames.TimeToFirstToken)],
    };

    /// <summary>The stream names what kind of error it was; the transcript of a retry does not.</summary>
    internal static LedgerPlan Errors { get; } = new()
    {
        Context = [Live, Transcript, OpenTelemetry],
        StandInKey = FailedRequest,
        Figures = [new("count"), new(TelemetryNames.DurationMs)],
        TelemetryAttributes = [TelemetryNames.QuerySource, TelemetryNames.PromptId],
    };

    /// <summary>Whose time, session, project and other attributes count, best first.</summary>
    internal required LedgerSource[] Context { get; init; }

    internal required Figure[] Figures { get; init; }

    /// <summary>Attributes that only OpenTelemetry knows.</summary>
    internal string[] TelemetryAttributes { get; init; } = [];

    /// <summary>The kind of key of a copy that knows the request alone; null if all sources know the same key.</summary>
    internal string? StandInKey { get; init; }

    /// <summary>Whether of a source's copies the one of the highest rank counts as a whole. Of other sources' copies each figure counts at its largest: they only grow.</summary>
    internal bool KeepsWhole(LedgerSource source) => source == Transcript && Context[0] == Transcript;

    /// <summary>The rank of a source, to be combined with the rank among its own copies.</summary>
    internal long RankOf(LedgerSource source) => (long)(Context.Length - Array.IndexOf(Context, source)) << SourceShift;

    /// <summary>Whether what holds a key is a copy of a whole source that is at least as good.</summary>
    internal bool Covers(long heldRank, long rank) => heldRank >= rank && KeepsWhole(Transcript) && rank >> SourceShift == RankOf(Transcript) >> SourceShift;
}
