namespace ClaudeUsage.CommandLine;

/// <summary>The tables to show.</summary>
[Flags]
internal enum Breakdowns
{
    None = 0,
    Day = 1,
    Model = 2,
    Project = 4,
    Session = 8,
    All = Day | Model | Project | Session,
}
