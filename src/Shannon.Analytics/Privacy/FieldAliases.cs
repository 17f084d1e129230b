namespace Shannon.Analytics.Privacy;

/// <summary>Names by which different sources, OpenTelemetry among them, call the same field: one line each.</summary>
internal static class FieldAliases
{
    private static readonly string[][] Groups =
    [
        ["user_id", "user", "userid", "user.id", "enduser.id", "end_user_id"],
        ["session_id", "session", "sessionid", "session.id"],
        ["session_context", "context"],
        ["prompt_content", "prompt", "prompt_text", "gen_ai.prompt", "gen_ai.input.messages"],
        ["response_content", "response_text", "completion_text", "gen_ai.completion", "gen_ai.output.messages"],
        ["email", "user_email", "user.email", "email_address"],
        ["project", "cwd", "project_path"],
    ];

    /// <summary>The other names of a field, given in normal form.</summary>
    internal static IEnumerable<string> Of(string field) =>
        Groups.Where(group => group.Contains(field, StringComparer.Ordinal)).SelectMany(group => group).Where(name => !string.Equals(name, field, StringComparison.Ordinal));
}
