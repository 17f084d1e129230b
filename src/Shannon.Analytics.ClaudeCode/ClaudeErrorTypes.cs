namespace Shannon.Analytics.ClaudeCode;

/// <summary>
/// The values of <see cref="Sessions.PromptResult.ErrorType"/> and of the attribute <c>error_type</c> that <see cref="ClaudeCodeSessionManager"/> itself gives.
/// Others are as Claude Code words them, such as <c>invalid_request_error</c> or <c>error_max_turns</c>.
/// </summary>
public static class ClaudeErrorTypes
{
    /// <summary>The prompt was cancelled.</summary>
    public const string Cancelled = "Cancelled";

    /// <summary>The prompt took longer than <see cref="ClaudeCodeSessionManagerOptions.PromptTimeout"/>.</summary>
    public const string Timeout = "Timeout";

    /// <summary>The client said nothing for <see cref="ClaudeCodeSessionManagerOptions.IdleTimeout"/>.</summary>
    public const string IdleTimeout = "IdleTimeout";

    /// <summary>The prompt cost more than a guard allowed.</summary>
    public const string BudgetExceeded = "BudgetExceeded";

    /// <summary>A guard did not allow the prompt and gave no reason.</summary>
    public const string Refused = "Refused";

    /// <summary>The client ended without a result.</summary>
    public const string ProcessExited = "ProcessExited";
}
