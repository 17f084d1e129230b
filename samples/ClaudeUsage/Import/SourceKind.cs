namespace ClaudeUsage.Import;

/// <summary>Where the shown usage comes from.</summary>
internal enum SourceKind
{
    /// <summary>The paths of the command line.</summary>
    Paths,

    /// <summary>The folders of Claude Code on this machine.</summary>
    Default,

    /// <summary>The transcripts that come with the program.</summary>
    Demo,

    /// <summary>What earlier runs have stored, as there are no transcripts now.</summary>
    Database,
}
