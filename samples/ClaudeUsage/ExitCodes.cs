namespace ClaudeUsage;

/// <summary>What the program returns to its caller.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>Something on the machine is in the way: a file, the database, the disk.</summary>
    public const int Failed = 1;

    /// <summary>The command line asks for something that is not there or not allowed.</summary>
    public const int Usage = 2;

    /// <summary>Ended by Ctrl+C, as shells number it.</summary>
    public const int Cancelled = 130;
}
