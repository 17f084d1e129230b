namespace Shannon.Analytics.ClaudeCode;

/// <summary>The names of the metrics, measurements and attributes that only Claude Code's OpenTelemetry gives, each spelled once.</summary>
public static class TelemetryNames
{
    /// <summary>Measurement of a request, of an error and of a tool use: milliseconds, as the client measured them.</summary>
    public const string DurationMs = "duration_ms";

    /// <summary>Measurement of a tool use: bytes handed to the tool.</summary>
    public const string InputBytes = "input_bytes";

    /// <summary>Measurement of a tool use: bytes that came back.</summary>
    public const string OutputBytes = "output_bytes";

    /// <summary>Attribute: what made the request, such as <c>sdk</c>, <c>compact</c> or <c>agent:builtin:Explore</c>.</summary>
    public const string QuerySource = "query_source";

    /// <summary>Attribute: how hard the model was asked to think.</summary>
    public const string Effort = "effort";

    /// <summary>Attribute: the id that telemetry gives a prompt; transcripts call it <c>promptId</c>.</summary>
    public const string PromptId = "prompt_id";

    /// <summary>Attribute: the kind of sub-agent.</summary>
    public const string AgentName = "agent_name";

    /// <summary>Attribute of a tool use: <c>accept</c> or <c>reject</c>.</summary>
    public const string Decision = "decision";

    /// <summary>Attribute of a tool use: who decided, such as <c>config</c>, <c>hook</c> or <c>user_temporary</c>.</summary>
    public const string DecisionSource = "decision_source";

    /// <summary>
    /// A compaction as telemetry tells of it, with how long it took and what it left; category event. It carries no id by which it could be joined with
    /// the <c>compaction</c> of a transcript, and so has a name of its own.
    /// </summary>
    public const string CompactionRun = "compaction_run";

    /// <summary>Measurement of <see cref="CompactionRun"/>: tokens in the context afterwards.</summary>
    public const string PostTokens = "post_tokens";

    /// <summary>
    /// Tokens of one kind as the client's counter gives them, broken-off attempts included; category event. It tells of the same spending as
    /// <c>token_usage</c> and is no spending of its own.
    /// </summary>
    public const string ReportedTokens = "reported_tokens";

    /// <summary>US dollars as the client's counter gives them; category event. It tells of the same spending as <c>token_usage</c> and is no spending of its own.</summary>
    public const string ReportedCost = "reported_cost";

    /// <summary>Lines of code as the client's counter gives them; category event. It tells of the same edits as <c>lines_of_code</c>.</summary>
    public const string ReportedLines = "reported_lines";

    /// <summary>A request of which telemetry tells no id, so that it cannot be known among those of other sources; category event. It is no spending of its own.</summary>
    public const string UnjoinedRequest = "unjoined_request";

    /// <summary>A failure of a request of which telemetry tells no id; category event.</summary>
    public const string UnjoinedError = "unjoined_error";

    /// <summary>Commits made; category custom.</summary>
    public const string Commit = "commit";

    /// <summary>Pull requests made; category custom.</summary>
    public const string PullRequest = "pull_request";

    /// <summary>Seconds in which someone was active, by the attribute <c>type</c> = <c>user</c> or <c>cli</c>; category custom.</summary>
    public const string ActiveTime = "active_time";

    /// <summary>Edits that were accepted or rejected, by <see cref="Decision"/>; category custom.</summary>
    public const string EditDecision = "edit_decision";

    /// <summary>Attribute of <see cref="EditDecision"/>: the language of the file.</summary>
    public const string Language = "language";

    /// <summary>Attribute of <c>session_start</c>: <c>fresh</c>, <c>resume</c> or <c>continue</c>.</summary>
    public const string StartType = "start_type";
}
