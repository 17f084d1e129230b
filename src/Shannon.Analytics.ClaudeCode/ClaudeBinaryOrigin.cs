namespace Shannon.Analytics.ClaudeCode;

/// <summary>Where a client was found, in the order of the search.</summary>
public enum ClaudeBinaryOrigin
{
    /// <summary>The path was given in <see cref="ClaudeBinaryOptions.Path"/>.</summary>
    Explicit,

    /// <summary>The environment variable <see cref="ClaudeBinaryManager.PathVariable"/> names it.</summary>
    Environment,

    /// <summary>In a folder of the search path.</summary>
    SearchPath,

    /// <summary>Installed by npm in the working folder or one above it.</summary>
    NpmLocal,

    /// <summary>Installed by npm for the whole machine or the user.</summary>
    NpmGlobal,

    /// <summary>Installed by the native installer.</summary>
    Native,
}
