namespace ClaudeUsage;

/// <summary>An error to show the user as it is: one line that says what is wrong and what helps.</summary>
internal sealed class UsageException(string message, int exitCode = ExitCodes.Usage) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
